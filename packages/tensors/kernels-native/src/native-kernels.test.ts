import { afterEach, describe, expect, it, vi } from 'vitest';

import { NativeKernelsError, nativeKernels } from './index.ts';

/** Why the kernels cannot run. */
function refusal(): string {
  try {
    nativeKernels();
  } catch (error) {
    expect(error).toBeInstanceOf(NativeKernelsError);
    const { reason, message } = error as NativeKernelsError;
    expect(message).toBe(`The native kernels cannot run here: ${reason} Use the wasm backend.`);
    return reason;
  }
  throw new Error('they run');
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('native kernels are refused', () => {
  it('where ATTUNE_NATIVE is 0', () => {
    vi.stubEnv('ATTUNE_NATIVE', '0');
    expect(refusal()).toBe('ATTUNE_NATIVE is 0.');
  });

  it('where ATTUNE_NATIVE names an instruction set that there is not, with those that there are', () => {
    vi.stubEnv('ATTUNE_NATIVE', '');
    const { instructions } = nativeKernels();
    vi.stubEnv('ATTUNE_NATIVE', 'avx10');
    expect(refusal()).toMatch(new RegExp(`^ATTUNE_NATIVE is "avx10", and this processor has .*${instructions}; 0 turns them off\\.$`, 'u'));
  });

  it('in Bun, before the addon is loaded', () => {
    vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, bun: '1.3.0' });
    expect(refusal()).toBe('Bun cannot start their threads.');
  });

  it('on a platform without a build, with those that have one', () => {
    vi.spyOn(process, 'arch', 'get').mockReturnValue('riscv64');
    expect(refusal()).toMatch(new RegExp(`^there is no build for ${process.platform}-riscv64; there are .*linux-x64.*\\.$`, 'u'));
  });

  it('where the build for the platform does not load, with the first line of why', () => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    vi.spyOn(process, 'arch', 'get').mockReturnValue('arm64');
    expect(refusal()).toMatch(/^the build for darwin-arm64 did not load \(.+\)\.$/u);
  });

  it('where the build is of other kernels than those that the JavaScript calls', async () => {
    vi.resetModules();
    vi.doMock('@attune/kernels-wasm', () => ({ sourceDigest: 'of others' }));
    const stale = await import('./index.ts');
    expect(() => stale.nativeKernels()).toThrow(/ is of other kernels than @attune\/kernels-wasm: install both in one version/u);
    vi.doUnmock('@attune/kernels-wasm');
  });
});
