import * as z from 'zod';

import type { StudyTrial } from './study-spec.ts';

/** A line of a study's results: what became of one trial. */
export const studyResult = z.object({
  format: z.literal(1),
  set: z.string(),
  arm: z.string(),
  seed: z.int(),
  /** All that decided what was trained. */
  choices: z.record(z.string(), z.unknown()),
  /** Of the weights after the last epoch on the images that judge; null where training failed. */
  accuracy: z.number().nullable(),
  /** Those images that were right: a bit each, the first the lowest of the first byte,
   * in base64. */
  right: z.string(),
  images: z.int(),
  /** Which images these are: those of different folds are different. */
  fold: z.string().nullable(),
  /** Best validation accuracy of all epochs. */
  best: z.number().nullable(),
  /** [epochs], of validation. */
  curve: z.array(z.number()),
  trainLoss: z.number().nullable(),
  seconds: z.number(),
  /** Of the processor: what others do on the machine does not count. */
  processorSeconds: z.number(),
  parameters: z.int(),
  fault: z.string().optional(),
  machine: z.object({ processor: z.string(), cores: z.int(), node: z.string(), backend: z.string(), kernels: z.string().nullable(), threads: z.int() }),
  commit: z.string(),
  date: z.string(),
});

export type StudyResult = Readonly<z.infer<typeof studyResult>>;

/** Reads a study's results. A last line without its end does not count. */
export function parseStudyResults(text: string): StudyResult[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => studyResult.parse(JSON.parse(line)));
}

/** Whether a line is of this trial, as its study is now. */
export function isResultOf(result: StudyResult, trial: StudyTrial, choices: object): boolean {
  return result.set === trial.set && result.arm === trial.arm && result.seed === trial.seed && sorted(result.choices) === sorted(choices);
}

function sorted(value: object): string {
  return JSON.stringify(Object.entries(JSON.parse(JSON.stringify(value)) as object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A bit for each image. */
export function packBits(bits: readonly boolean[]): string {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, index) => (bytes[index >> 3]! |= Number(bit) << (index & 7)));
  return Buffer.from(bytes).toString('base64');
}

export function unpackBits(text: string, count: number): boolean[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: count }, (_, index) => ((bytes[index >> 3]! >> (index & 7)) & 1) === 1);
}
