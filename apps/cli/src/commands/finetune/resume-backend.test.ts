import type { RunConfig } from '@attune/run';
import { afterEach, expect, it, vi } from 'vitest';

import type { Terminal } from '../../terminal/terminal.ts';
import type { FinetuneOptions } from './options.ts';
import { startBackendOf } from './resume-backend.ts';

afterEach(() => vi.unstubAllEnvs());

/** What is said when a run goes on, and the backend it goes on with. */
async function resumed(training: Partial<RunConfig['training']>): Promise<{ readonly backend: string; readonly notes: string[] }> {
  const notes: string[] = [];
  const terminal = { note: (text: string) => notes.push(text) } as unknown as Terminal;
  const { backend } = await startBackendOf({ threads: 1, ...training } as RunConfig['training'], {} as FinetuneOptions, terminal);
  return { backend, notes };
}

it('a run whose kernels are here goes on with them without a word', async () => {
  vi.stubEnv('ATTUNE_NATIVE', undefined);
  const { backend, notes } = await resumed({ backend: 'wasm', kernels: 'relaxed' });
  expect([backend, notes]).toEqual(['wasm', []]);
});

it('a run of other kernels goes on, and its last bits are said to differ', async () => {
  const { backend, notes } = await resumed({ backend: 'wasm', kernels: 'x86-64-v4' });
  expect(backend).toBe('wasm');
  expect(notes).toEqual(["The run's kernels so far were those for x86-64-v4; it goes on with relaxed: the last bits will differ."]);
});

it('a run on native goes on with wasm where native cannot start, and both are said', async () => {
  vi.stubEnv('ATTUNE_NATIVE', '0');
  const { backend, notes } = await resumed({ backend: 'native', kernels: 'x86-64-v4' });
  expect(backend).toBe('wasm');
  expect(notes[0]).toBe('The run was on native, which cannot start here: ATTUNE_NATIVE is 0. It goes on with the fastest backend there is.');
  expect(notes[1]).toContain("The run's kernels so far were those for x86-64-v4");
});
