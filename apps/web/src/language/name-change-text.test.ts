import type { NameChange } from '@attune/checkpoint';
import { expect, it } from 'vitest';

import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { nameChangeText } from './name-change-text.ts';

const changes: readonly NameChange[] = [
  { kind: 'renamed', from: 'backbone.*', to: '*' },
  { kind: 'sequential' },
  { kind: 'hugging-face' },
  { kind: 'other-network', prefix: 'ema_model.', tensors: 122 },
  { kind: 'left-out', names: ['queue', 'projector.* (4)'], more: 3 },
  { kind: 'not-in-index', tensors: [{ name: 'stray', shard: '1.safetensors' }], more: 0 },
];

it.each(changes)('$kind is said in both languages, with its names', (change) => {
  const [ours, theirs] = [nameChangeText(english, change), nameChangeText(chinese, change)];
  expect(theirs).toMatch(/[\u4e00-\u9fff]/u);
  expect(theirs).not.toMatch(/is read as|left out|index does not|and \d+ more/iu);
  for (const name of ['backbone.*', 'ema_model.*', 'queue', 'projector.* (4)', 'stray', '1.safetensors'].filter((text) => ours.includes(text)))
    expect(theirs).toContain(name);
});
