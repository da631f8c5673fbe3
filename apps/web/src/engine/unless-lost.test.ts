import { describe, expect, it } from 'vitest';

import { unlessLost } from './unless-lost.ts';

const never = new Promise<Error>(() => {});

async function* counting({ until, onEnd = () => {} }: { readonly until: () => Promise<void>; readonly onEnd?: () => void }) {
  try {
    yield 1;
    await until();
    yield 2;
  } finally {
    onEnd();
  }
}

async function fail(): Promise<void> {
  throw new Error('no texture');
}

async function taken(events: AsyncGenerator<number, void, void>): Promise<number[]> {
  const values: number[] = [];
  for await (const value of events) values.push(value);
  return values;
}

describe('unlessLost', () => {
  it('gives what the generator gives, and ends it when nobody wants more', async () => {
    expect(await taken(unlessLost(counting({ until: async () => {} }), never))).toEqual([1, 2]);
    let ended = false;
    const events = unlessLost(counting({ until: async () => {}, onEnd: () => (ended = true) }), never);
    await events.next();
    await events.return();
    expect(ended).toBe(true);
  });

  it('throws the loss while the generator waits for ever', async () => {
    const lost = new Promise<Error>((resolve) => setTimeout(() => resolve(new Error('lost')), 10));
    await expect(taken(unlessLost(counting({ until: () => new Promise(() => {}) }), lost))).rejects.toThrow('lost');
  });

  it('throws the loss that an error came from, and the error where nothing is lost', async () => {
    const lost = new Promise<Error>((resolve) => setTimeout(() => resolve(new Error('lost')), 30));
    await expect(taken(unlessLost(counting({ until: fail }), lost))).rejects.toThrow('lost');
    await expect(taken(unlessLost(counting({ until: fail }), never, 20))).rejects.toThrow('no texture');
  });
});
