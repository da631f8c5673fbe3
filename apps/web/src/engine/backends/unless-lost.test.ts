import { ImageError } from '@attune/data';
import { describe, expect, it } from 'vitest';

import { eachUnlessLost, unlessLost } from './unless-lost.ts';

async function* counting({ until, onEnd = () => {} }: { readonly until: () => Promise<void>; readonly onEnd?: () => void }) {
  try {
    yield 1;
    await until();
    yield 2;
  } finally {
    onEnd();
  }
}

async function fail(): Promise<never> {
  throw new Error('no texture');
}

function forEver(): Promise<never> {
  return new Promise(() => {});
}

function lostAfter(milliseconds: number): AbortSignal {
  const loss = new AbortController();
  setTimeout(() => loss.abort(new Error('lost')), milliseconds);
  return loss.signal;
}

function neverLost(): AbortSignal {
  return new AbortController().signal;
}

async function taken(events: AsyncGenerator<number, void, void>): Promise<number[]> {
  const values: number[] = [];
  for await (const value of events) values.push(value);
  return values;
}

describe('unlessLost', () => {
  it('gives the result, with a backend that can be lost or without', async () => {
    expect(await unlessLost(Promise.resolve(1), neverLost())).toBe(1);
    expect(await unlessLost(Promise.resolve(1), null)).toBe(1);
  });

  it('throws the loss while the work waits for ever, and at once when it is lost already', async () => {
    await expect(unlessLost(forEver(), lostAfter(10))).rejects.toThrow('lost');
    await expect(unlessLost(forEver(), AbortSignal.abort(new Error('lost')))).rejects.toThrow('lost');
  });

  it('throws the loss that an error came from, and the error where nothing is lost', async () => {
    await expect(unlessLost(fail(), lostAfter(30))).rejects.toThrow('lost');
    await expect(unlessLost(fail(), neverLost(), 20)).rejects.toThrow('no texture');
    await expect(unlessLost(fail(), null)).rejects.toThrow('no texture');
  });

  it('does not wait for a loss behind an error of our own', async () => {
    const refused = new ImageError({ path: 'a.jpg', reason: 'this photo is broken' });
    await expect(unlessLost(Promise.reject(refused), lostAfter(30))).rejects.toThrow('this photo is broken');
  });
});

describe('eachUnlessLost', () => {
  it('gives what the generator gives, and ends it when nobody wants more', async () => {
    expect(await taken(eachUnlessLost(counting({ until: async () => {} }), neverLost()))).toEqual([1, 2]);
    let ended = false;
    const events = eachUnlessLost(counting({ until: async () => {}, onEnd: () => (ended = true) }), neverLost());
    await events.next();
    await events.return();
    expect(ended).toBe(true);
  });

  it('throws the loss while the generator waits for ever', async () => {
    await expect(taken(eachUnlessLost(counting({ until: forEver }), lostAfter(10)))).rejects.toThrow('lost');
  });
});
