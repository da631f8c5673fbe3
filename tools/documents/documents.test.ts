import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, it } from 'vitest';

import { parseSweep } from '../../packages/runs/sweep/src/index.ts';
import { parseRecipe } from '../../packages/schedulers/staged-finetune/src/index.ts';
import { root } from '../process.mjs';
import { type Block, blocksOf, inlineCodeOf } from './blocks.ts';
import { commandFault, knownFlags } from './command-faults.ts';
import { commandsOf } from './shell.ts';

const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((path) => existsSync(join(root, path)));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Languages with what checks a block of them: here, or `npm run readmes` and the tests of what is
 * published (`ts`, and `text` behind it, which is what a program prints). */
const languages = new Set(['sh', 'yaml', 'csv', 'html', 'ts', 'text', 'mermaid']);

/** The blocks of all documents in a language. */
function inLanguage(language: string): (Block & { readonly path: string })[] {
  return documents.flatMap((path) => blocksOf(read(path)).flatMap((block) => (block.language === language ? [{ ...block, path }] : [])));
}

it('every block of a document says in which language it is, of those that are checked', () => {
  const found = documents.flatMap((path) => blocksOf(read(path)).map(({ language, line }) => ({ at: `${path}:${line}`, language })));
  expect(found.filter(({ language }) => !languages.has(language))).toEqual([]);
  expect(found.length).toBeGreaterThan(100);
});

it('every command of a block is parsed by the program that it calls, with its flags and their values', async () => {
  const faults: string[] = [];
  for (const { path, line, text } of inLanguage('sh')) {
    for (const words of commandsOf(text)) {
      const fault = await commandFault(words);
      if (fault !== null) faults.push(`${path}:${line}: ${words.join(' ')}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
});

it('a command in a sentence exists, with its flags', async () => {
  const faults: string[] = [];
  for (const path of documents) {
    for (const code of inlineCodeOf(read(path)).filter((text) => /^(?:attune|attune-bench|npx|npm) /u.test(text))) {
      for (const words of commandsOf(code.replaceAll(/(?<=\w)\|\w+/gu, '').replace(/ -- ARGS$/u, ''))) {
        const fault = await commandFault(words, { isPart: true, folder: dirname(path) });
        if (fault !== null) faults.push(`${path}: ${code}: ${fault}`);
      }
    }
  }
  expect(faults).toEqual([]);
});

it('a flag that a sentence names is one of a command', async () => {
  const known = await knownFlags();
  const faults = documents.flatMap((path) => {
    const flags = inlineCodeOf(read(path)).flatMap((code) => /^--[a-z][a-z-]*/u.exec(code) ?? []);
    return flags.filter((flag) => !known.has(flag)).map((flag) => `${path}: ${flag}`);
  });
  expect(faults).toEqual([]);
});

it('every YAML block is a recipe or a sweep', () => {
  for (const { text } of inLanguage('yaml')) expect(() => (/^stages:/mu.test(text) ? parseRecipe(text) : parseSweep(text, 'sweep'))).not.toThrow();
  expect(inLanguage('yaml').length).toBeGreaterThan(0);
});

it('every table in a block has as many fields in each row as in its head', () => {
  for (const { text } of inLanguage('csv')) {
    const [head = 0, ...rows] = text
      .trim()
      .split('\n')
      .map((row) => row.replaceAll(/"[^"]*"/gu, '').split(',').length);
    expect(rows, text).toEqual(rows.map(() => head));
  }
});
