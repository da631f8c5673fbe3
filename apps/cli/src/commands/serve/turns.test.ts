import { EventEmitter, once } from 'node:events';

import type { Classifier } from '@attune/classifier';
import { describe, expect, it } from 'vitest';

import { Turns } from './turns.ts';

const broken = 255;
const live = new AbortController().signal;

/** Sees nothing before it is let go, and fails on batches with a broken image in them. */
function slowClassifier() {
  const batches: number[][] = [];
  const gate = new EventEmitter();
  const opened = once(gate, 'open');
  async function* classifyEach(images: readonly Uint8Array[]) {
    batches.push(images.map(([value]) => value!));
    await opened;
    if (images.some(([value]) => value === broken)) throw new RangeError('no number');
    for (const image of images) yield { image, classification: { className: String(image[0]) } };
  }
  return { batches, letGo: () => gate.emit('open'), classifier: { classifyEach } as unknown as Classifier };
}

async function named(turns: Turns, value: number, signal = live): Promise<string> {
  const { classification } = await turns.classify(Uint8Array.of(value), signal);
  return classification!.className;
}

/** Until what was asked for has begun. */
const begun = () => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('gathers what comes while the network computes into batches of the given size, and answers each with its own', async () => {
    const { batches, letGo, classifier } = slowClassifier();
    const sizes: number[] = [];
    const turns = new Turns(classifier, { batchSize: 3, onBatch: (images) => sizes.push(images) });
    const first = named(turns, 1);
    await begun();
    const rest = [2, 3, 4, 5].map((value) => named(turns, value));
    await begun();
    expect([batches, turns.waiting]).toEqual([[[1]], 4]);
    letGo();
    expect(await Promise.all([first, ...rest])).toEqual(['1', '2', '3', '4', '5']);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    expect([sizes, turns.waiting]).toEqual([[1, 3, 1], 0]);
  });

  it('fails one image alone where the network gives no numbers for it', async () => {
    const { letGo, classifier } = slowClassifier();
    const turns = new Turns(classifier, { batchSize: 8, onBatch: () => {} });
    const asked = Promise.allSettled([1, broken, 3].map((value) => named(turns, value)));
    letGo();
    expect((await asked).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('leaves out images for which nobody waits any more', async () => {
    const { batches, letGo, classifier } = slowClassifier();
    const turns = new Turns(classifier, { batchSize: 8, onBatch: () => {} });
    const gone = new AbortController();
    const asked = Promise.allSettled([named(turns, 1), named(turns, 2, gone.signal)]);
    gone.abort(new Error('gone'));
    letGo();
    expect((await asked).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(batches).toEqual([[1]]);
  });

  it('does other work while no batch is computed, and goes on after work that fails', async () => {
    const { batches, letGo, classifier } = slowClassifier();
    const turns = new Turns(classifier, { batchSize: 8, onBatch: () => {} });
    const first = named(turns, 1);
    await begun();
    const done: string[] = [];
    const work = turns.inTurn(async () => {
      done.push('work');
      throw new RangeError('of its own');
    });
    const second = named(turns, 2);
    await begun();
    expect(done).toEqual([]);
    letGo();
    await expect(work).rejects.toThrow('of its own');
    expect([await first, await second, batches]).toEqual(['1', '2', [[1], [2]]]);
  });
});
