import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { recipeSource } from './recipe-source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-text-'));
});
afterAll(() => rm(folder, { recursive: true }));

const text = 'name: Größe 大小\n';

it.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['nothing', Buffer.alloc(0)],
])('a recipe is read as its text: %s', async (encoding, bytes) => {
  const file = join(folder, 'recipe.yaml');
  await writeFile(file, bytes);
  expect(await recipeSource(file)).toEqual({ kind: 'text', text: encoding === 'nothing' ? '' : text, file });
});
