import { describe, expect, it } from 'vitest';

import { PickleDictionary, PickleGlobal, PickleObject } from '../pickle/pickle-values.ts';
import { findTensors } from './find-tensors.ts';
import { TorchTensor } from './torch-values.ts';

function dictionary(entries: Readonly<Record<string, unknown>>): PickleDictionary {
  const made = new PickleDictionary();
  for (const [key, value] of Object.entries(entries)) made.set(key, value);
  return made;
}

const tensor = () => new TorchTensor({ storage: null, offset: 0, shape: [], strides: [] });

const weights = () => dictionary({ 'fc.bias': tensor() });

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

describe('the way to the weights', () => {
  it('may lead through a key of a program’s own to a known one', () => {
    const found = findTensors(dictionary({ epoch: 1, checkpoint: dictionary({ model_state_dict: weights() }) }), 'run.pth');
    expect([[...found.tensors.keys()], found.wrappers]).toEqual([['fc.bias'], ['checkpoint', 'model_state_dict']]);
  });

  it('is not chosen where several lead to weights', () => {
    const two = dictionary({ generator: dictionary({ model: weights() }), critic: dictionary({ model: weights() }) });
    expect(() => findTensors(two, 'gan.pth')).toThrow(/gan\.pth: no tensors in it; its keys are generator, critic/u);
  });
});

describe('a tensor that is not read', () => {
  it.each([
    ['_rebuild_qtensor', /fc\.weight is a quantised tensor, which is not read\. In PyTorch, save its dequantize\(\)/u],
    ['_rebuild_sparse_tensor', /fc\.weight is a sparse tensor, which is not read\. In PyTorch, save its to_dense\(\)/u],
    ['_rebuild_meta_tensor_no_storage', /fc\.weight is a tensor of the meta device, which has no values/u],
  ])('is named with the way out, and not called missing (%s)', (name, message) => {
    const shut = new PickleObject(new PickleGlobal('torch._utils', name), []);
    expect(() => findTensors(dictionary({ 'fc.weight': shut, 'fc.bias': tensor() }), 'net.pth')).toThrow(message);
  });
});
