import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { type ICruiseResult, cruise } from 'dependency-cruiser';
import { expect, it } from 'vitest';

import config from '../.dependency-cruiser.mjs';

/** The names of the rules that a tree of files breaks. */
async function brokenRules(files: Readonly<Record<string, string>>): Promise<string[]> {
  const baseDir = await mkdtemp(join(tmpdir(), 'attune-architecture-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(baseDir, dirname(path)), { recursive: true });
      await writeFile(join(baseDir, path), text);
    }
    const { output } = await cruise(
      ['packages', 'apps'].filter((folder) => Object.keys(files).some((path) => path.startsWith(folder))),
      {
        ...config.options,
        baseDir,
        validate: true,
        ruleSet: { forbidden: config.forbidden ?? [] },
      },
    );
    return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  } finally {
    await rm(baseDir, { recursive: true });
  }
}

const value = 'export const value = 1;\nexport type Value = number;\n';

it('a type-only import that is not in the table is caught', async () => {
  const files = {
    'packages/optim/src/a.ts': "import type { Value } from '../../data/src/b.ts';\nexport const a: Value = 1;\n",
    'packages/data/src/b.ts': value,
  };
  expect(await brokenRules(files)).toEqual(['packages/optim imports nothing of ours']);
});

it('an architecture that knows its neighbour is caught', async () => {
  const files = { 'packages/architectures/resnet/src/a.ts': "export { value } from '../../vgg/src/b.ts';\n", 'packages/architectures/vgg/src/b.ts': value };
  expect(await brokenRules(files)).toEqual(['packages/architectures/resnet imports only packages/layers/nn']);
});

it('an app that imports another app is caught', async () => {
  const files = { 'apps/cli/src/a.ts': "export { value } from '../../web/src/b.ts';\n", 'apps/web/src/b.ts': value };
  expect(await brokenRules(files)).toEqual(['apps/cli imports only packages']);
});

it('what the table allows passes', async () => {
  const files = { 'packages/layers/cbam/src/a.ts': "export { value } from '../../nn/src/b.ts';\n", 'packages/layers/nn/src/b.ts': value };
  expect(await brokenRules(files)).toEqual([]);
});
