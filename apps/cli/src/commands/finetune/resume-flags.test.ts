import type { Run } from '@attune/run';
import { expect, it } from 'vitest';

import type { FinetuneOptions } from './options.ts';
import { settingsOf } from './resume-flags.ts';

/** A run that keeps these flags; undefined as one of before. */
const runWith = (flags: object | undefined) => ({ config: { training: { flags } } }) as unknown as Run;
const plain = { onNan: 'stop' } as unknown as FinetuneOptions;

it('--tensorboard, --csv, --on-nan, --checkpoint-every and --control of a run go on without being given again', () => {
  const kept = { onNan: 'rewind', checkpointEvery: { steps: 7 }, tensorboard: true, csv: true, control: true };
  expect(settingsOf(runWith(kept), plain)).toEqual(kept);
  expect(settingsOf(runWith({}), { ...plain, csv: true })).toMatchObject({ csv: undefined });
});

it('of a run of before, which kept none, the flags of now count', () => {
  expect(settingsOf(runWith(undefined), { ...plain, csv: true })).toMatchObject({ onNan: 'stop', csv: true });
});
