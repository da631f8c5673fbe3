import { expect, it } from 'vitest';

import { readCheckpoint } from '../read-checkpoint.ts';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** One number by the name of `a`. */
const tensor = '\x08\x01\x10\x01\x42\x01a\x4a\x04\0\0\0\0';
const graphOf = (...tensors: string[]) => {
  const graph = tensors.map((message) => `\x2a${String.fromCharCode(message.length)}${message}`).join('');
  return latin1(`\x08\x08\x12\x06attune\x3a${String.fromCharCode(graph.length)}${graph}`);
};

it('reads a weight, and refuses one that stands there twice, in one graph or in two', async () => {
  expect((await readCheckpoint(graphOf(tensor))).tensors.map(({ name }) => name)).toEqual(['a']);
  const twice = { code: 'ATTUNE_CHECKPOINT', kind: 'malformed', message: expect.stringContaining('it holds a twice. Export the model again.') as string };
  await expect(readCheckpoint(graphOf(tensor, tensor))).rejects.toMatchObject(twice);
  await expect(readCheckpoint(new Uint8Array([...graphOf(tensor), ...graphOf(tensor)]))).rejects.toMatchObject(twice);
});

it.each([
  ['\x08\x07\x12\x07pytorch\x1a\x0613.0.0', 'it is an ONNX model of pytorch, and only those that Attune exported are read'],
  ['\x08\x0a\x12\x0connx-example:\x02', 'it is an ONNX model of onnx-example, and only those that Attune exported are read'],
  ['\x08\x07\x12\x50pytorch', 'it is neither safetensors nor'],
  ['\x08\x60\x12\x07pytorch', 'it is neither safetensors nor'],
])('%j: %s', async (text, message) => {
  await expect(readCheckpoint(latin1(text), { name: 'net.onnx' })).rejects.toMatchObject({
    kind: 'unknown-format',
    message: expect.stringContaining(`net.onnx: ${message}`) as string,
  });
});
