import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type ICruiseResult, cruise } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

import config from '../.dependency-cruiser.mjs';
import { rows, shelfOf, shelves } from './architecture.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

async function cruised(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(folders, { ...config.options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden ?? [] } });
  return output as ICruiseResult;
}

/** The names of the rules that a tree of files breaks. */
async function brokenRules(files: Readonly<Record<string, string>>): Promise<string[]> {
  const baseDir = await mkdtemp(join(tmpdir(), 'attune-architecture-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(baseDir, dirname(path)), { recursive: true });
      await writeFile(join(baseDir, path), text);
    }
    const folders = ['packages', 'apps'].filter((folder) => Object.keys(files).some((path) => path.startsWith(folder)));
    return (await cruised(baseDir, folders)).summary.violations.map(({ rule }) => rule.name);
  } finally {
    await rm(baseDir, { recursive: true });
  }
}

const value = 'export const value = 1;\nexport type Value = number;\n';

describe('the table of imports', () => {
  it('names only rows above each row, so it has no cycle', () => {
    const above = new Set(['packages']);
    for (const { from, to } of rows) {
      expect(to.filter((target) => !above.has(target))).toEqual([]);
      above.add(from);
    }
  });

  it('has every package on a shelf, and no arrow that its shelves lack', () => {
    const packages = rows.filter(({ from }) => from.startsWith('packages/'));
    const outside = packages.flatMap(({ from, to }) => {
      const shelf = shelves.find(({ name }) => name === shelfOf(from));
      return to.filter((target) => shelfOf(target) !== shelf?.name && !shelf?.to.includes(shelfOf(target)!)).map((target) => `${from} → ${target}`);
    });
    expect(outside).toEqual([]);
  });

  it('has shelves that name only shelves above them', () => {
    const above = new Set<string>();
    for (const { name, to } of shelves) {
      expect(to.filter((target) => !above.has(target))).toEqual([]);
      above.add(name);
    }
  });

  it('lets pass what it allows', async () => {
    const files = { 'packages/layers/cbam/src/a.ts': "export { value } from '../../nn/src/b.ts';\n", 'packages/layers/nn/src/b.ts': value };
    expect(await brokenRules(files)).toEqual([]);
  });

  it('lets every package and app use the errors that all share, which use nothing of ours', async () => {
    const uses = "export { value } from '../../../tensors/errors/src/a.ts';\n";
    const files = {
      'packages/files/data/src/a.ts': uses,
      'packages/runs/report/src/a.ts': uses,
      'apps/cli/src/a.ts': "export { value } from '../../../packages/tensors/errors/src/a.ts';\n",
      'packages/tensors/errors/src/a.ts': value,
      'packages/tensors/errors/src/b.ts': "export { value } from '../../../layers/nn/src/b.ts';\n",
      'packages/layers/nn/src/b.ts': value,
    };
    expect(await brokenRules(files)).toEqual(['packages/tensors/errors may import nothing of ours', 'tensors may import no other shelf']);
  });

  it('catches an import of the type alone', async () => {
    const files = {
      'packages/schedulers/optim/src/a.ts': "import type { Value } from '../../../files/data/src/b.ts';\nexport const a: Value = 1;\n",
      'packages/files/data/src/b.ts': value,
    };
    expect(await brokenRules(files)).toEqual([
      'packages/schedulers/optim may import only packages/tensors/kernel-table',
      'schedulers may import only tensors, layers',
    ]);
  });

  it('catches an architecture that knows its neighbour', async () => {
    const files = { 'packages/architectures/resnet/src/a.ts': "export { value } from '../../vgg/src/b.ts';\n", 'packages/architectures/vgg/src/b.ts': value };
    expect(await brokenRules(files)).toEqual(['packages/architectures/resnet may import only packages/layers/nn']);
  });

  it('catches an app that imports another app', async () => {
    const files = { 'apps/cli/src/a.ts': "export { value } from '../../web/src/b.ts';\n", 'apps/web/src/b.ts': value };
    expect(await brokenRules(files)).toEqual(['apps/cli may import only packages']);
  });

  it('lets the tests of an architecture use checkpoints, and no source', async () => {
    const uses = "export { value } from '../../../files/checkpoint/src/b.ts';\n";
    const files = {
      'packages/architectures/resnet/src/a.test.ts': uses,
      'packages/architectures/resnet/test/parity/a.ts': uses.replace('../', '../../'),
      'packages/architectures/vgg/src/a.ts': uses,
      'packages/files/checkpoint/src/b.ts': value,
    };
    expect(await brokenRules(files)).toEqual(['packages/architectures/vgg may import only packages/layers/nn']);
  });

  it('holds tests to their row', async () => {
    const uses = "export { value } from '../../../files/data/src/b.ts';\n";
    const files = { 'packages/schedulers/optim/src/a.test.ts': uses, 'packages/schedulers/optim/test/a.ts': uses, 'packages/files/data/src/b.ts': value };
    const broken = 'tests of packages/schedulers/optim may import only packages/tensors/kernel-table';
    expect(await brokenRules(files)).toEqual([broken, broken]);
  });

  it('asks a new package for a row', async () => {
    const files = { 'packages/layers/eca/src/a.ts': "export { value } from '../../nn/src/b.ts';\n", 'packages/layers/nn/src/b.ts': value };
    expect(await brokenRules(files)).toEqual(['a package has a row in tools/architecture.mjs before it imports anything of ours']);
  });

  it('catches two files that need each other to run', async () => {
    const files = {
      'packages/schedulers/optim/src/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'packages/schedulers/optim/src/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    };
    expect(new Set(await brokenRules(files))).toEqual(new Set(['no cycles']));
  });

  it('catches two files of which one needs only a type of the other', async () => {
    const files = {
      'packages/schedulers/optim/src/a.ts': "import { b } from './b.ts';\nexport type A = number;\nexport const a: A = b;\n",
      'packages/schedulers/optim/src/b.ts': "import type { A } from './a.ts';\nexport const b: A = 1;\n",
    };
    expect(new Set(await brokenRules(files))).toEqual(new Set(['no cycles']));
  });

  it('catches a file that is not there', async () => {
    expect(await brokenRules({ 'packages/schedulers/optim/src/a.ts': "export { value } from './missing.ts';\n" })).toEqual(['nothing unresolved']);
  });
});

it('an import by package name is followed to the sources it stands for', async () => {
  const { modules } = await cruised(root, ['packages/layers/cbam/src']);
  const followed = modules.flatMap(({ dependencies }) => dependencies).filter(({ module }) => module === '@attune/nn');
  expect(followed.length).toBeGreaterThan(0);
  expect(new Set(followed.map(({ resolved }) => resolved))).toEqual(new Set(['packages/layers/nn/src/index.ts']));
});

it('a backend is named only by backend and kernels-wasm', async () => {
  const files = {
    'packages/schedulers/optim/src/a.ts': "import '@tensorflow/tfjs-backend-cpu';\n",
    'packages/schedulers/optim/node_modules/@tensorflow/tfjs-backend-cpu/package.json': '{ "name": "@tensorflow/tfjs-backend-cpu", "main": "index.js" }',
    'packages/schedulers/optim/node_modules/@tensorflow/tfjs-backend-cpu/index.js': '',
    'packages/schedulers/optim/package.json': '{ "name": "optim", "dependencies": { "@tensorflow/tfjs-backend-cpu": "*" } }',
  };
  expect(await brokenRules(files)).toEqual(['only backend and kernels-wasm know a backend by name']);
});

it('a development dependency is for tests alone', async () => {
  const files = {
    'packages/schedulers/optim/src/a.ts': "import 'helper';\n",
    'packages/schedulers/optim/src/a.test.ts': "import 'helper';\n",
    'packages/schedulers/optim/node_modules/helper/package.json': '{ "name": "helper", "main": "index.js" }',
    'packages/schedulers/optim/node_modules/helper/index.js': '',
    'packages/schedulers/optim/package.json': '{ "name": "optim", "devDependencies": { "helper": "*" } }',
  };
  expect(await brokenRules(files)).toEqual(['what is published needs no development dependency']);
});
