import { describeSchemaIssue } from '@attune/errors';
import { type SplitBy, augmentationNames } from '@attune/data';
import { modelSpec } from '@attune/zoo';
import * as z from 'zod';

import { type FileStore, readText } from './file-store.ts';
import { RunFileError } from './run-file-error.ts';

const splits: Readonly<Record<SplitBy, true>> = { name: true, position: true };

const rgb = z.tuple([z.number(), z.number(), z.number()]).readonly();

/** The schema of `run.json`. */
export const runConfig = z.object({
  format: z.literal(1),
  model: modelSpec,
  classes: z.array(z.string()).min(2).readonly(),
  preprocessing: z.object({
    imageSize: z.int().positive(),
    resizeSize: z.int().positive(),
    interpolation: z.enum(['bilinear', 'bicubic']),
    mean: rgb,
    std: rgb,
  }),
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
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
