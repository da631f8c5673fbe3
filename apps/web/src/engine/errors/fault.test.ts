import { BackendLostError, WasmMemoryError } from '@attune/backend';
import { BatchMemoryError, NonFiniteLossError } from '@attune/staged-finetune';
import { describe, expect, it } from 'vitest';

import { StorageFullError } from './storage-full-error.ts';
import { faultOf } from './fault.ts';

describe('faultOf', () => {
  it.each([
    ['out-of-memory', new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded: failed to allocate')],
    ['out-of-memory', new RangeError('Array buffer allocation failed')],
    ['out-of-memory', new WebAssembly.RuntimeError('memory access out of bounds')],
    ['out-of-memory', new WasmMemoryError(9)],
    ['out-of-memory', new BatchMemoryError({ batchSize: 9, limitBytes: 9, faults: [{ stage: 'all', bytes: 18, largest: 4, followsBatch: true }] })],
    ['context-lost', new BackendLostError('webgl', '')],
    ['storage-full', new StorageFullError('runs/1/model.safetensors', null)],
    ['file-gone', new DOMException('A requested file or directory could not be found at the time an operation was processed.', 'NotFoundError')],
    ['file-gone', new DOMException('The requested file could not be read.', 'NotReadableError')],
    ['other', new Error('layer1.0.conv1.weight is missing')],
  ] as const)('%s: %o', (kind, error) => {
    expect(faultOf(error)).toBe(kind);
  });

  it('a loss that is not finite is a kind of its own', () => {
    const fault = { stage: 'head', epoch: 0, step: 1, loss: Number.NaN, gradientNorm: 0, learningRates: {}, where: null, indices: [] };
    expect(faultOf(new NonFiniteLossError(fault))).toBe('not-a-number');
  });
});
