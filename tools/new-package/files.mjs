/** The files of a new package, by path from its folder. Its manifest is `like` another's, so that
 * what all share is said in one place. */
export function packageFiles({ folder, name, isModule, like }) {
  const type = pascalCase(name);
  const description = isModule ? 'A gain for each feature map' : `The error of ${name}`;
  const sources = isModule ? moduleSources(name, type) : errorSources(name, type);
  return new Map([
    ['package.json', json(manifest({ name, description, isModule, like }))],
    ['tsconfig.json', json(tsconfig(folder, isModule))],
    ['README.md', readme({ name, description, ...sources })],
    [`src/${sources.file}.ts`, sources.source],
    [`src/${sources.file}.test.ts`, sources.test],
    ['src/index.ts', `export { ${sources.exported.join(', ')} } from './${sources.file}.ts';\n`],
  ]);
}

function manifest({ name, description, isModule, like }) {
  const { dependencies: _, devDependencies, peerDependencies, engines, ...shared } = like;
  const needs = isModule
    ? { dependencies: { '@attune/nn': 'workspace:*' }, devDependencies, peerDependencies }
    : { dependencies: { '@attune/errors': 'workspace:*' } };
  return { ...shared, name: `@attune/${name}`, description, ...needs, engines };
}

function tsconfig(folder, isModule) {
  const up = folder.replaceAll(/[^/]+/g, '..');
  return {
    extends: `${up}/tsconfig.base.json`,
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
    include: ['src'],
    exclude: ['src/**/*.test.ts'],
    references: [{ path: `${up}/packages/${isModule ? 'layers/nn' : 'tensors/errors'}` }],
  };
}

function readme({ name, description, program, printed, needs, exports }) {
  return `# @attune/${name}

${description}.

\`\`\`sh
npm i @attune/${name}${needs}
\`\`\`

\`\`\`ts
${program}
\`\`\`

\`\`\`text
${printed}
\`\`\`

| export | what |
|---|---|
${exports.map(([exported, what]) => `| \`${exported}\` | ${what} |`).join('\n')}
`;
}

function moduleSources(name, type) {
  return {
    file: name,
    exported: [`type ${type}Config`, type],
    exports: [[type, 'a Module [N, H, W, C] → [N, H, W, C]; state: `weight` [C]']],
    needs: ' @attune/backend @attune/nn @tensorflow/tfjs-core',
    program: `import { ${type} } from '@attune/${name}';
import { startBackend } from '@attune/backend';
import { stateDict } from '@attune/nn';

await startBackend('auto');
console.log([...stateDict(new ${type}({ channels: 64 })).keys()]);`,
    printed: `[ 'weight' ]`,
    source: `import { Module, parameter } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

export interface ${type}Config {
  readonly channels: number;
}

/** A gain for each feature map, 1 at the start.
 *
 * forward: [N, H, W, C] → [N, H, W, C].
 * State:   weight [C]. */
export class ${type} extends Module {
  readonly weight: tf.Variable<tf.Rank.R1>;

  constructor({ channels }: ${type}Config) {
    super();
    this.weight = parameter(tf.ones<tf.Rank.R1>([channels]));
  }

  forward(input: tf.Tensor4D): tf.Tensor4D {
    return tf.mul<tf.Tensor4D>(input, this.weight);
  }
}
`,
    test: `import { evaluation, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { ${type} } from './${name}.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('calls its state weight', () => {
  expect([...stateDict(new ${type}({ channels: 3 })).keys()]).toEqual(['weight']);
});

it('passes features on bit for bit at the start', () => {
  const features = tf.randomNormal<tf.Rank.R4>([2, 4, 4, 3], 0, 1, 'float32', 1);
  const output = new ${type}({ channels: 3 }).forward(features, evaluation);
  expect(output.dataSync()).toEqual(features.dataSync());
});
`,
  };
}

function errorSources(name, type) {
  const error = `${type}Error`;
  const code = `ATTUNE_${name.replaceAll('-', '_').toUpperCase()}`;
  return {
    file: `${name}-error`,
    exported: [error],
    exports: [[error, `\`${code}\`: \`setting\`, \`value\`, \`rule\``]],
    needs: '',
    program: `import { ${error} } from '@attune/${name}';\n\nconsole.log(new ${error}({ setting: 'size', value: -1, rule: 'positive' }).message);`,
    printed: 'size is -1 and must be positive.',
    source: `import { AttuneError } from '@attune/errors';

/** A setting that ${name} cannot work with. */
export class ${error} extends AttuneError {
  static override readonly code = '${code}';
  readonly setting: string;
  readonly value: unknown;
  readonly rule: string;

  constructor({ setting, value, rule }: { readonly setting: string; readonly value: unknown; readonly rule: string }) {
    super(\`\${setting} is \${String(value)} and must be \${rule}.\`);
    this.name = '${error}';
    this.setting = setting;
    this.value = value;
    this.rule = rule;
  }
}
`,
    test: `import { expect, it } from 'vitest';

import { ${error} } from './${name}-error.ts';

it('names the setting, its value and the rule', () => {
  const error = new ${error}({ setting: 'size', value: -1, rule: 'positive' });
  expect(error.message).toBe('size is -1 and must be positive.');
  expect(error).toMatchObject({ code: '${code}', setting: 'size', value: -1, rule: 'positive' });
});
`,
  };
}

function pascalCase(name) {
  return name.replaceAll(/(^|-)([a-z0-9])/g, (_, hyphen, letter) => letter.toUpperCase());
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
