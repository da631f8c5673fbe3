import { describe, expect, it } from 'vitest';

import { fuzzServer } from '../src/fuzz/fuzz-server.ts';

describe('mutated requests to attune web', () => {
  it('600 of them are answered, none with a 5xx, and the page is served after them', async () => {
    const { answers, faults } = await fuzzServer({ requests: 600, seed: 7 });
    expect(faults).toEqual([]);
    for (const status of ['200', '400', '405', '416', '421']) expect(answers[status], status).toBeGreaterThan(0);
  });
});
