import { describe, expect, it } from 'vitest';

import type { ModelChoice } from '../protocol/choices.ts';
import { choicesMark } from './choices-mark.ts';

const model: ModelChoice = { architecture: 'resnet20', weights: { kind: 'sample' }, attention: 'identity', placement: 'after-block', reduction: 16 };
const recipe = { kind: 'named', name: 'three-stage' } as const;

describe('choicesMark', () => {
  it('is the same for the same choices in another order', () => {
    const { architecture, ...rest } = model;
    expect(choicesMark({ model: { ...rest, architecture }, recipe, batchSize: 16 })).toBe(choicesMark({ model, recipe, batchSize: 16 }));
  });

  it.each([
    ['another attention', { model: { ...model, attention: 'se' as const }, recipe, batchSize: 16 }],
    ['other epochs', { model, recipe: { ...recipe, epochs: [1, 0, 0] }, batchSize: 16 }],
    ['another batch size', { model, recipe, batchSize: 8 }],
    ['weights of a file', { model: { ...model, weights: { kind: 'file' as const, name: 'own.pth', file: new Blob([]) } }, recipe, batchSize: 16 }],
  ])('differs for %s', (_, choices) => {
    expect(choicesMark(choices)).not.toBe(choicesMark({ model, recipe, batchSize: 16 }));
  });

  it('tells files of weights by their names', () => {
    expect([markOfFile('a.pth') === markOfFile('a.pth'), markOfFile('a.pth') === markOfFile('b.pth')]).toEqual([true, false]);
  });
});

function markOfFile(name: string): string {
  return choicesMark({ model: { ...model, weights: { kind: 'file', name, file: new Blob([name]) } }, recipe, batchSize: 16 });
}
