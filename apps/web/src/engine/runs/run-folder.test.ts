import { zipSync } from 'fflate';
import { expect, it } from 'vitest';

import { firstPath } from '../storage/first-path.ts';
import { runFolder } from './run-folder.ts';

it.each([
  [['run.json', 'model.safetensors'], ''],
  [['my run/metrics.jsonl', 'my run/run.json', 'my run/control/run.json'], 'my run/'],
  [['photos.json', 'runs/1/run.json', 'run.json'], null],
  [['ants/1.jpg', 'bees/2.jpg'], null],
  [['deep/er/run.json'], null],
])('of %j the run lies in %j', (paths, folder) => {
  expect(runFolder(paths)).toBe(folder);
});

it('the first path of an archive is read from its header, and nothing is read of what is none', async () => {
  expect(await firstPath(new Blob([zipSync({ 'prüfung/a.json': new Uint8Array(3) }) as Uint8Array<ArrayBuffer>]))).toBe('prüfung/a.json');
  expect(await firstPath(new Blob(['no such thing, though long enough for a header']))).toBeNull();
  expect(await firstPath(new Blob(['PK']))).toBeNull();
});
