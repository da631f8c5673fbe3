import { describe, expect, it } from 'vitest';

import { PickleDictionary } from '../pickle/pickle-values.ts';
import { findTensors } from './find-tensors.ts';
import { TorchTensor } from './torch-values.ts';

function dictionary(entries: Readonly<Record<string, unknown>>): PickleDictionary {
  const made = new PickleDictionary();
  for (const [key, value] of Object.entries(entries)) made.set(key, value);
  return made;
}

const tensor = () => new TorchTensor({ storage: null, offset: 0, shape: [], strides: [] });

describe('weights and their averages', () => {
  const [raw, averaged] = [tensor(), tensor()];
  const run = (key: string) => dictionary({ epoch: 3, [key]: dictionary({ 'module.fc.bias': averaged }), model: dictionary({ 'fc.bias': raw }) });

  it.each(['model_ema', 'state_dict_ema', 'ema_state_dict', 'ema', 'params_ema'])(
    'beside %s the weights themselves are read, and the key is named as skipped',
    (key) => {
      const found = findTensors(run(key), 'run.pth');
      expect([...found.tensors.values()]).toEqual([raw]);
      expect(found.tensors.get('fc.bias')).toBe(raw);
      expect(found).toMatchObject({ wrappers: ['model'], skipped: [key] });
    },
  );

  it.each(['model_ema', 'ema'])('the averages of %s are read when they are chosen', (key) => {
    const found = findTensors(run(key), 'run.pth', 'averaged');
    expect(found.tensors.get('module.fc.bias')).toBe(averaged);
    expect(found).toMatchObject({ wrappers: [key], skipped: ['model'] });
    expect(found.metadata.get('epoch')).toBe('3');
  });

  it('averages that are not there are an error, never the weights', () => {
    expect(() => findTensors(dictionary({ model: dictionary({ 'fc.bias': raw }) }), 'run.pth', 'averaged')).toThrow(/run\.pth: it holds no averaged weights/u);
  });
});
