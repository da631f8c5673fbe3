import { describe, expect, it } from 'vitest';

import { fuzzCommands } from '../src/fuzz/fuzz-commands.ts';

describe('command lines with hostile values', () => {
  it('60 of them end with an answer written for people, none with exit 1 for bad input', async () => {
    const { answers, faults } = await fuzzCommands({ commands: 60, seed: 7 });
    expect(faults).toEqual([]);
    expect(answers['2']).toBeGreaterThan(20);
  });
});
