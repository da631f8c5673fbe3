import { describe, expect, it } from 'vitest';

import { VggConfigError } from './config-error.ts';
import type { VggConfig } from './config.ts';
import { vgg11, vggs } from './models.ts';

function errorOf(config: VggConfig): VggConfigError {
  try {
    vgg11(config);
  } catch (error) {
    if (error instanceof VggConfigError) return error;
  }
  throw new Error('no VggConfigError was thrown');
}

describe('VggConfigError', () => {
  it('names every impossible option at once, with its value and rule, before anything is built', () => {
    const error = errorOf({ classes: 0, attentionStages: [6], dropout: 1 });
    expect(error).toMatchObject({ code: 'ATTUNE_VGG_CONFIG', name: 'VggConfigError', architecture: 'vgg11' });
    expect(error.message).toBe(
      'vgg11 cannot be built: classes is 0, and must be a whole number from 1 up; attentionStages is [6], and must be among its groups, 1, 2, 3, 4, 5; dropout is 1, and must be at least 0 and less than 1.',
    );
    expect(error.faults.map(({ option }) => option)).toEqual(['classes', 'attentionStages', 'dropout']);
  });

  it.each<VggConfig>([{ classes: 1.5 }, { hidden: 0 }, { poolSize: -1 }, { dropout: -0.1 }, { dropout: Number.NaN }, { attentionStages: [0] }])(
    'refuses %o',
    (config) => {
      expect(errorOf(config).faults).toHaveLength(1);
    },
  );

  it.each(Object.entries(vggs))('%s refuses in JavaScript an option that does not exist, with the one that was meant', (name, build) => {
    expect(() => build({ pool_size: 2 } as object)).toThrow(
      `${name} cannot be built: "pool_size" is not an option: did you mean "poolSize"? The options are classes, channels, attention, attentionStages, hidden, poolSize, dropout, seed.`,
    );
  });
});
