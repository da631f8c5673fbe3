import { describe, expect, it, vi } from 'vitest';

import { AttuneError } from './attune-error.ts';

class LayerError extends AttuneError {
  static override readonly code = 'ATTUNE_LAYER';
}

class DiskError extends AttuneError {
  static override readonly code = 'ATTUNE_DISK';
  static override readonly origin = 'work';
}

/** This module, loaded a second time as from another folder of node_modules. */
async function anotherCopy(): Promise<typeof AttuneError> {
  vi.resetModules();
  const copy = await import('./attune-error.ts');
  expect(copy.AttuneError).not.toBe(AttuneError);
  return copy.AttuneError;
}

describe('AttuneError', () => {
  it('gives an error the code of its class, and the input as its origin', () => {
    expect(new LayerError('no layer x')).toMatchObject({ code: 'ATTUNE_LAYER', origin: 'input', message: 'no layer x' });
    expect(new DiskError('full')).toMatchObject({ code: 'ATTUNE_DISK', origin: 'work' });
  });

  it('keeps the cause', () => {
    const cause = new Error('ENOSPC');
    expect(new DiskError('full', { cause }).cause).toBe(cause);
  });
});

describe('isInstance', () => {
  it('tells the classes apart', () => {
    expect(LayerError.isInstance(new LayerError('x'))).toBe(true);
    expect(LayerError.isInstance(new DiskError('x'))).toBe(false);
  });

  it('of AttuneError holds for all of ours, and for no other', () => {
    expect(AttuneError.isInstance(new LayerError('x'))).toBe(true);
    for (const other of [new Error('x'), Object.assign(new Error('x'), { code: 'ATTUNE_LAYER' }), { code: 'ATTUNE_LAYER' }, null, undefined, 'ATTUNE_LAYER']) {
      expect(AttuneError.isInstance(other)).toBe(false);
      expect(LayerError.isInstance(other)).toBe(false);
    }
  });

  it('of a class holds for the classes that extend it, and not the other way', () => {
    class DeepLayerError extends LayerError {
      static override readonly code = 'ATTUNE_DEEP_LAYER' as 'ATTUNE_LAYER';
    }
    expect(LayerError.isInstance(new DeepLayerError('x'))).toBe(true);
    expect(DeepLayerError.isInstance(new DeepLayerError('x'))).toBe(true);
    expect(DeepLayerError.isInstance(new LayerError('x'))).toBe(false);
    expect(DiskError.isInstance(new DeepLayerError('x'))).toBe(false);
  });

  it('knows the error of another installed copy, where instanceof does not', async () => {
    const Copied = await anotherCopy();
    class CopiedLayerError extends Copied {
      static override readonly code = 'ATTUNE_LAYER';
    }
    const error: unknown = new CopiedLayerError('x');
    expect(error).not.toBeInstanceOf(AttuneError);
    expect([AttuneError.isInstance(error), LayerError.isInstance(error), DiskError.isInstance(error)]).toEqual([true, true, false]);
  });
});
