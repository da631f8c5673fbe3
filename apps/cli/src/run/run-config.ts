import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cbamVariants } from '@attune/cbam';
import { augmentationNames } from '@attune/data';
import { z } from 'zod';

import { architectureNames, placements } from '../model/architectures.ts';
import { UsageError } from '../usage-error.ts';

const rgb = z.tuple([z.number(), z.number(), z.number()]);

const runConfig = z.object({
  format: z.literal(1),
  model: z.object({
    architecture: z.enum(architectureNames),
    classes: z.int().positive(),
    attention: z.enum(['none', ...cbamVariants]),
    reduction: z.int().positive(),
    placement: z.enum(placements),
    attentionStages: z.array(z.int()).optional(),
    dropout: z.number().optional(),
    stochasticDepth: z.number().optional(),
    seed: z.int(),
  }),
  classes: z.array(z.string()).min(2),
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
    skipBroken: z.boolean(),
    augment: z.enum(augmentationNames).optional(),
    mixup: z.number().optional(),
    cutmix: z.number().optional(),
  }),
});

/** A run's `run.json`: what rebuilds its network, reads images as it did, and goes on training. */
export type RunConfig = z.infer<typeof runConfig>;

export const configFile = 'run.json';

const modelCard = runConfig.pick({ model: true, classes: true, preprocessing: true });

/** What rebuilds a network and reads images for it; the weights of a run carry it, so that a file says by itself what it is. */
export type ModelCard = z.infer<typeof modelCard>;

/** The entry of a safetensors file's metadata that holds the card. */
export const modelCardKey = 'attune.model';

export function writeModelCard({ model, classes, preprocessing }: RunConfig): string {
  return JSON.stringify({ model, classes, preprocessing } satisfies ModelCard);
}

/** Null when there is none, or it is not one that this version knows: the weights' names still tell much. */
export function readModelCard(metadata: ReadonlyMap<string, string>): ModelCard | null {
  const result = modelCard.safeParse(parseJson(metadata.get(modelCardKey) ?? 'null'));
  return result.success ? result.data : null;
}

/** @throws {UsageError} when the folder is no run, or of a newer version. */
export async function readRunConfig(folder: string): Promise<RunConfig> {
  const text = await readFile(join(folder, configFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    throw new UsageError(`${folder} is no run: it has no ${configFile}. Give the folder that attune finetune wrote (--out).`);
  });
  const result = runConfig.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UsageError(
    `${join(folder, configFile)} cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. It was written by another version, or changed by hand.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
