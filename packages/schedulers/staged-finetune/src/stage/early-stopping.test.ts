import { describe, expect, it } from 'vitest';

import { stopsEarly } from './early-stopping.ts';

/** After how many of the epochs a stage ends. */
function epochsUntilStop(
  earlyStopping: Parameters<typeof stopsEarly>[0]['earlyStopping'],
  results: readonly (readonly [accuracy: number, loss: number])[],
): number {
  const epochs = results.map(([validationAccuracy, validationLoss]) => ({ validationAccuracy, validationLoss }));
  const stop = epochs.findIndex((_, index) => stopsEarly({ earlyStopping }, epochs.slice(0, index + 1)));
  return stop === -1 ? Infinity : stop + 1;
}

const losses = (...values: number[]) => values.map((loss) => [0, loss] as const);

describe('early stopping', () => {
  it('counts anew with each stage, and from each new best', () => {
    const patience2 = { patience: 2, minimumGain: 0, monitor: 'loss' } as const;
    expect(epochsUntilStop(patience2, losses(0.5, 0.4, 0.41, 0.42))).toBe(4);
    expect(epochsUntilStop(patience2, losses(0.39, 0.395, 0.396))).toBe(3);
    expect(epochsUntilStop(patience2, losses(0.397, 0.398, 0.399))).toBe(3);
    expect(epochsUntilStop(patience2, losses(0.5, 0.6, 0.4, 0.41, 0.39))).toBe(Infinity);
  });

  it('a gain is more than the least one, of the accuracy unless the loss is asked for', () => {
    const accuracy = { patience: 1, minimumGain: 0.01, monitor: 'accuracy' } as const;
    expect(
      epochsUntilStop(accuracy, [
        [0.8, 1],
        [0.805, 0.5],
      ]),
    ).toBe(2);
    expect(
      epochsUntilStop(accuracy, [
        [0.8, 1],
        [0.82, 2],
      ]),
    ).toBe(Infinity);
    expect(
      epochsUntilStop(undefined, [
        [0.8, 1],
        [0.1, 2],
      ]),
    ).toBe(Infinity);
  });
});
