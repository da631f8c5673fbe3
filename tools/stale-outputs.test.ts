import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { removeStaleOutputs } from './stale-outputs.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-stale-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
}

it('what was built of a source that is gone is removed with the memory of the build, and nothing else is', () => {
  write(
    'src/kept.ts',
    'src/view/kept.tsx',
    'dist/kept.js',
    'dist/kept.js.map',
    'dist/kept.d.ts',
    'dist/view/kept.d.ts',
    'dist/page/page.js',
    'dist/.tsbuildinfo',
  );
  expect(removeStaleOutputs(folder)).toEqual([]);
  expect(readdirSync(join(folder, 'dist'))).toContain('.tsbuildinfo');
  write('dist/moved.js', 'dist/moved.d.ts.map');
  expect(removeStaleOutputs(folder).toSorted()).toEqual(['dist/moved.d.ts.map', 'dist/moved.js']);
  expect(readdirSync(join(folder, 'dist')).toSorted()).toEqual(['kept.d.ts', 'kept.js', 'kept.js.map', 'page', 'view']);
});
