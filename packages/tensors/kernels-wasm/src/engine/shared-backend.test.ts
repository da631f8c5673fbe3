import { afterEach, describe, expect, it } from 'vitest';

import { currentEngine, startWasm } from '../start-wasm.ts';
import { WasmMemoryError, createSharedBackend, createSharedMemory } from './shared-backend.ts';

/** Floats of 205 MB: four thousand million bytes are no multiple of it, so the last one
 * would reach beyond the end. */
const floats = 51_380_224;

it("leaves no listener for uncaught errors, which Node would answer with a line of tfjs's loader", async () => {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const listeners = () => events.map((event) => process.listeners(event as 'uncaughtException'));
  const before = listeners();
  await createSharedBackend(createSharedMemory()!);
  expect(listeners()).toEqual(before);
});

describe('the memory of the wasm backend', () => {
  const held: { readonly dataId: object }[] = [];

  afterEach(() => {
    for (const { dataId } of held.splice(0)) currentEngine().backend.disposeData(dataId);
  });

  it('is given out up to its end, never beyond, and again when it was given back', async () => {
    await startWasm({ threads: 1 });
    const engine = currentEngine();
    const fill = () => {
      for (;;) held.push(engine.output([floats]));
    };
    for (const _ of ['at first', 'again']) {
      expect(fill).toThrow(WasmMemoryError);
      const ends = held.map((tensor) => engine.address(tensor as Parameters<typeof engine.address>[0]) + floats * 4);
      expect(ends.length).toBeGreaterThan(15);
      expect(Math.max(...ends)).toBeLessThanOrEqual(engine.memoryBytes);
      expect(new Set(ends).size).toBe(ends.length);
      for (const { dataId } of held.splice(0)) engine.backend.disposeData(dataId);
    }
  });
});
