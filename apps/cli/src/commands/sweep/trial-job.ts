import { flagSet, trialResult } from '@attune/sweep';
import * as z from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/u);

/** What a sweep puts into the queue: data, and no code. */
export const trialJob = z.strictObject({
  format: z.literal(1),
  /** Of the Attune that asks. */
  version: z.string(),
  sweep: digest,
  trial: z.strictObject({
    index: z.int().min(0),
    digest,
    values: z.record(z.string(), z.string()),
    seed: z.int().nullable(),
    fold: z.string().nullable(),
    flags: flagSet,
    recipe: z.string().nullable(),
  }),
  step: z.strictObject({ trial: z.int().min(0), rung: z.int().min(0), untilEpoch: z.int().min(1).nullable() }),
  /** What its paths must hold: digests of data and weights by path. */
  contents: z.record(z.string(), digest),
});

export type TrialJob = z.infer<typeof trialJob>;

/** What a worker gives back. */
export const jobOutcome = trialResult;
