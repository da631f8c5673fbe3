import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { articleTables, withTables } from './article-tables.ts';
import { parseStudyResults } from './study-result.ts';
import { parseStudy, studyTrials } from './study-spec.ts';

const read = (name: string) => readFile(fileURLToPath(new URL(`../../studies/attention/${name}`, import.meta.url)), 'utf8');

it('every number in the tables of the article on attention is what its results file gives', async () => {
  const tables = articleTables(parseStudy(await read('study.yaml')), parseStudyResults(await read('results.jsonl')));
  const article = await read('README.md');
  expect(withTables(article, tables)).toBe(article);
});

it('each trial of the study on attention was trained once', async () => {
  const spec = parseStudy(await read('study.yaml'));
  const lines = parseStudyResults(await read('results.jsonl')).map(({ set, arm, seed, choices }) => JSON.stringify([set, arm, seed, choices]));
  expect(new Set(lines).size).toBe(lines.length);
  expect(studyTrials(spec).length).toBeGreaterThan(100);
});

it('a study with a name that it does not have is refused, and an article with a table that there is not', () => {
  const set = 'images: { sample: emoji }, architecture: resnet20, weights: sample, imageSize: 32, batchSize: 8, recipe: three-stage, epochs: [1, 1, 1]';
  const text = (arm: string) =>
    `sets: { a: { ${set} } }\narms: { none: { attention: none } }\ncontrols: [none]\nclaims: []\nchosenOn: []\nrounds: [{ sets: [a], arms: [${arm}], seeds: 2 }]`;
  expect(() => parseStudy(text('nine'))).toThrow('The study has no nine.');
  expect(studyTrials(parseStudy(text('none')))).toEqual([0, 1].map((seed) => ({ set: 'a', arm: 'none', seed })));
  expect(() => withTables('<!-- table: b -->\n<!-- /table -->', new Map())).toThrow('the table b');
});
