import * as z from 'zod';

import { flagSet } from './spec/spec.ts';

/** A line of `results.jsonl`. */
export const trialResult = z.object({
  format: z.literal(1),
  /** Of all that decides what is trained: flags, recipe, data, weights. */
  digest: z.string().regex(/^[0-9a-f]{64}$/u),
  index: z.int().min(0),
  /** `paused` at a rung, from which it may go on. */
  status: z.enum(['finished', 'paused', 'failed']),
  rung: z.int().min(0),
  values: z.record(z.string(), z.string()),
  seed: z.int().nullable(),
  fold: z.string().nullable(),
  flags: flagSet,
  /** Null of a trial that failed. */
  metrics: z
    .object({
      epochs: z.int().min(0),
      bestValidationAccuracy: z.number(),
      lastValidationAccuracy: z.number(),
      lastValidationLoss: z.number().nullable(),
      lastTrainLoss: z.number().nullable(),
      /** [epochs], validation accuracy. */
      curve: z.array(z.number()).readonly(),
    })
    .nullable(),
  /** Of training and validation. */
  seconds: z.number().min(0),
  parameters: z.int().min(0),
  /** SHA-256 of the best weights, without the file's metadata; null before the first epoch. */
  weights: z.string().nullable(),
  machine: z.object({ backend: z.string(), kernels: z.string().nullable(), threads: z.int(), host: z.string() }).nullable(),
  /** What its process said when it went on with other kernels: its last bits are not those of a run
   * on one machine. */
  notes: z.array(z.string()).optional(),
  /** Of Attune. */
  version: z.string(),
  /** The end of its log, of a trial that failed. */
  log: z.string().optional(),
});

export type TrialResult = Readonly<z.infer<typeof trialResult>>;

/** Reads `results.jsonl`. A last line without its end was being written when its writer was killed,
 * and does not count.
 *
 * @throws {SyntaxError} or {ZodError} of a line that is none. */
export function parseResults(text: string): TrialResult[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => trialResult.parse(JSON.parse(line)));
}

/** What each trial came to last, in the order of the sweep. */
export function latestResults(results: readonly TrialResult[]): TrialResult[] {
  return [...new Map(results.map((result) => [result.digest, result])).values()].toSorted((a, b) => a.index - b.index);
}
