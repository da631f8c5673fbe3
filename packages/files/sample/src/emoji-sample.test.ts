import { beforeAll, expect, test } from 'vitest';

import { type EmojiSample, emojiCategories, emojiCredits, emojiSample, emojiStyles, nearestNeighbourAccuracy } from './index.ts';

let sample: EmojiSample;

beforeAll(async () => {
  sample = await emojiSample({ emojiPerCategory: 20 });
});

const splitNames = (split: EmojiSample['train']) => Array.from({ length: split.size }, (_, index) => split.nameOf(index));
const unseenNames = async (seed: number) => splitNames((await emojiSample({ emojiPerCategory: 5, seed })).validation);

test('the eight categories have 20 unseen drawings each, and two or three to train on for each of them', () => {
  expect(sample.classes).toEqual(emojiCategories);
  expect(sample.counts.map(({ validation }) => validation)).toEqual(Array.from({ length: 8 }, () => 20));
  expect(sample.counts.every(({ train }) => train >= 40 && train <= 60)).toBe(true);
});

test('no drawing of the unseen style is trained on, and nothing else is validated on', () => {
  expect(sample.unseenStyle).toBe('emojione');
  expect(splitNames(sample.train).some((name) => name.startsWith('emojione/'))).toBe(false);
  expect(splitNames(sample.validation).every((name) => name.startsWith('emojione/'))).toBe(true);
});

test('an emoji is in one category in every style', () => {
  const categories = new Map<string, Set<number>>();
  for (const split of [sample.train, sample.validation]) {
    splitNames(split).forEach((name, index) => {
      const emoji = name.split('/')[1]!;
      categories.set(emoji, (categories.get(emoji) ?? new Set()).add(split.labels[index]!));
    });
  }
  expect(categories.size).toBe(160);
  expect([...categories.values()].every((labels) => labels.size === 1)).toBe(true);
});

test('drawings are 32 × 32 on white: four white corners on most, and colour inside', async () => {
  const images = await Promise.all(Array.from({ length: sample.train.size }, (_, index) => sample.train.image(index)));
  expect(images.every(({ width, height, data }) => width === 32 && height === 32 && new Set(data).size > 4)).toBe(true);
  const corners = [0, 31, 31 * 32, 32 * 32 - 1];
  const white = images.filter(({ data }) => corners.every((corner) => [0, 1, 2].every((channel) => data[corner * 3 + channel] === 255)));
  expect(white.length / images.length).toBeGreaterThan(0.75);
});

test('the same seed takes the same emoji, another seed others', async () => {
  expect(await unseenNames(1)).toEqual(await unseenNames(1));
  expect(await unseenNames(1)).not.toEqual(await unseenNames(2));
});

test('every style has its credit, under a licence that asks for credit at most', async () => {
  const credits = await emojiCredits();
  expect(credits.map(({ style }) => style)).toEqual(emojiStyles);
  expect(credits.map(({ licence }) => licence)).toEqual(['CC-BY-4.0', 'MIT', 'Apache-2.0', 'CC-BY-4.0']);
  expect(
    credits.every(({ name, author, url, licenceUrl }) => name !== '' && author !== '' && url.startsWith('https://') && licenceUrl.startsWith('https://')),
  ).toBe(true);
  expect(sample.credits).toEqual(credits);
});

test('looking up the nearest pixels is right for more than chance (1/8) and fewer than two thirds of the unseen drawings', async () => {
  const accuracy = await nearestNeighbourAccuracy(sample);
  expect(accuracy).toBeGreaterThan(0.2);
  expect(accuracy).toBeLessThan(0.66);
});

test('counts that make no sense are refused together', async () => {
  await expect(emojiSample({ emojiPerCategory: 0, size: 1.5 })).rejects.toMatchObject({
    code: 'ATTUNE_DATA_OPTION',
    faults: [{ option: 'emojiPerCategory' }, { option: 'size' }],
  });
});
