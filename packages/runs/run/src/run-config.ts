import { describeSchemaIssue } from '@attune/errors';
import { type SplitBy, augmentationNames } from '@attune/data';
import { modelSpec } from '@attune/zoo';
import * as z from 'zod';

import { type FileStore, readText } from './file-store.ts';
import { runTask } from './run-task.ts';
import { RunFileError } from './run-file-error.ts';

const splits: Readonly<Record<SplitBy, true>> = { name: true, position: true };

const eachChannel = z.array(z.number()).min(1).readonly();

/** How images are made ready, without the rule that means and deviations are as many. */
export const preparation = z.object({
  imageSize: z.int().positive(),
  resizeSize: z.int().positive(),
  interpolation: z.enum(['bilinear', 'bicubic']),
  mean: eachChannel,
  std: eachChannel,
});

/** That there are a mean and a deviation for each channel. */
export function channelsAgree({ mean, std }: Pick<z.infer<typeof preparation>, 'mean' | 'std'>): boolean {
  return mean.length === std.length;
}

/** The schema of `run.json`. */
export const runConfig = z.object({
  format: z.literal(1),
  model: modelSpec,
  // Of a regression, what its numbers are called.
  classes: z.array(z.string()).min(1).readonly(),
  task: runTask.optional(),
  preprocessing: preparation.refine(channelsAgree, { error: 'has another number of means than of deviations' }),
  training: z.object({
    data: z.string(),
    weights: z.string(),
    batchSize: z.int().positive(),
    seed: z.int(),
    backend: z.string(),
    threads: z.int().positive(),
    // The instruction set of the kernels, which decides the last bits. Runs of before say nothing.
    kernels: z.string().optional(),
    skipBroken: z.boolean(),
    augment: z.enum(augmentationNames).optional(),
    mixup: z.number().optional(),
    cutmix: z.number().optional(),
    // What decides which images are held back, where the data have no part for it. Runs of before
    // say nothing, and were divided by position.
    splitBy: z.enum(Object.keys(splits) as SplitBy[]).optional(),
    gif: z.boolean().optional(),
    // Whether an epoch shows each class equally often.
    sampling: z.literal('balanced').optional(),
    // Columns of a table that several labels or numbers are read from.
    targets: z.array(z.string()).readonly().optional(),
    fold: z.object({ number: z.int().positive(), of: z.int().positive() }).optional(),
    // The flags that the run was started with, by their names in a program. Runs of
    // before have none.
    flags: z
      .looseObject({
        onNan: z.enum(['stop', 'rewind']).optional(),
        checkpointEvery: z.union([z.strictObject({ steps: z.number() }), z.strictObject({ seconds: z.number() })]).optional(),
        tensorboard: z.boolean().optional(),
        csv: z.boolean().optional(),
        control: z.boolean().optional(),
        corrections: z.string().optional(),
        rename: z.array(z.string()).optional(),
        mean: eachChannel.optional(),
        std: eachChannel.optional(),
      })
      .optional(),
    dropDuplicates: z.boolean().optional(),
  }),
});

/** A run's `run.json`: what rebuilds its network, reads images as it did, and goes on training. */
export type RunConfig = z.infer<typeof runConfig>;

/** Every run has this file. */
export const configFile = 'run.json';

/** @throws {RunFileError} when the files are no run, or of a newer version. `name` is
 * what messages call them. */
export async function readRunConfig(files: Pick<FileStore, 'read'>, name: string): Promise<RunConfig> {
  const text = await readText(files, configFile);
  if (text === null) throw new RunFileError(name, `it is not a run: it has no ${configFile}. Give the folder that attune finetune --out wrote.`);
  const result = runConfig.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined ? '' : `${issue.path.join('.')} ${describeSchemaIssue(issue)}`.trim();
  throw new RunFileError(name, `its ${configFile} cannot be read: ${where}. It was written by another version, or changed by hand.`);
}

/** Null when it is no JSON. */
export function parseJson(text: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, revive);
  } catch {
    return null;
  }
}
