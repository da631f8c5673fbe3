import { describe, expect, it } from 'vitest';

import { fuzzServer, fuzzService } from '../src/fuzz/fuzz-server.ts';

describe('mutated requests to attune web', () => {
  it('600 of them are answered, none with a 5xx, and the page is served after them', async () => {
    const { answers, faults } = await fuzzServer({ requests: 600, seed: 7 });
    expect(faults).toEqual([]);
    for (const status of ['200', '400', '405', '416', '421']) expect(answers[status], status).toBeGreaterThan(0);
  });
});

describe('mutated uploads to attune serve', () => {
  it('150 of them are answered, some classified, none with a 5xx, and an image is classified after them', async () => {
    const { answers, faults } = await fuzzService({ requests: 150, seed: 7 });
    expect(faults).toEqual([]);
    for (const status of ['200', '400', '404', '405', '415']) expect(answers[status], status).toBeGreaterThan(0);
  });
});
