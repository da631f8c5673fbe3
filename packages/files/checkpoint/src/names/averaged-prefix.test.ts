import { expect, it } from 'vitest';

import { averagedPrefix } from './averaged-prefix.ts';

it.each([
  ['ema_model.', ['model.fc.weight', 'ema_model.fc.weight']],
  ['ema_model.', ['ema_model.fc.weight', 'online_model.fc.weight', 'initted', 'step']],
  ['ema.', ['fc.weight', 'ema.fc.weight']],
  ['module.model_ema.', ['module.model.fc.weight', 'module.model_ema.fc.weight']],
  ['swa_model.', ['net.fc.weight', 'swa_model.fc.weight']],
])('averages beside weights begin with %s', (prefix, names) => {
  expect(averagedPrefix(names)).toBe(prefix);
  expect(averagedPrefix(names.toReversed())).toBe(prefix);
});

it.each([
  [[]],
  [['ema_model.fc.weight']],
  [['model.fc.weight', 'ema_model.fc.bias']],
  [['model.fc.weight', 'emanate.fc.weight']],
  [['encoder_q.fc.weight', 'encoder_k.fc.weight']],
])('there are none in %j', (names) => {
  expect(averagedPrefix(names)).toBeNull();
});
