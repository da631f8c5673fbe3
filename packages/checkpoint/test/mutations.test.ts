import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { CheckpointError, readCheckpoint, writeSafetensors } from '../src/index.ts';
import { goldenBytes, goldenPath } from './support/goldens.ts';
import { drawFrom, mutate } from './support/mutate.ts';

const mutantsEach = 120;
const safetensors = writeSafetensors(
  new Map([
    ['conv1.weight', { dtype: 'F32', shape: [2, 3, 3, 3], data: new Float32Array(54) }],
    ['bn1.num_batches_tracked', { dtype: 'I64', shape: [], data: BigInt64Array.of(7n) }],
    ['half', { dtype: 'F16', shape: [5], data: new Uint16Array(5) }],
  ]),
  { metadata: { format: 'pt' } },
);
const goldens = readdirSync(goldenPath('')).filter((name) => name !== 'expected.json');
const files: [name: string, bytes: Uint8Array][] = [
  ['written.safetensors', safetensors],
  ...goldens.map((name): [string, Uint8Array] => [name, goldenBytes(name)]),
];

describe(`${files.length * mutantsEach} damaged files`, () => {
  it.each(files)(`${mutantsEach} mutants of %s are read or refused with a CheckpointError, each within 2 s`, async (name, bytes) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (let seed = 0; seed < mutantsEach; seed++) {
      const mutant = mutate(bytes, drawFrom(seed * 7919 + bytes.length));
      const start = performance.now();
      const outcome = await readWhole(mutant).catch((error: unknown) => error);
      expect(outcome === undefined || outcome instanceof CheckpointError, `mutant ${seed} of ${name}: ${String(outcome)}`).toBe(true);
      expect(performance.now() - start).toBeLessThan(2000);
      if (outcome instanceof CheckpointError) expect(outcome.message).not.toContain('\n');
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});

/** As an inspection does: every tensor, under a bound that keeps the test small. */
async function readWhole(bytes: Uint8Array): Promise<void> {
  const { tensors } = await readCheckpoint(bytes, { limits: { maxExpandedBytes: 2 ** 24 } });
  for (const entry of tensors) await entry.read();
}
