import type * as z from 'zod';

import { type RunConfig, parseJson, runConfig } from './run-config.ts';

const modelCard = runConfig.pick({ model: true, classes: true, preprocessing: true });

/** What rebuilds a network and reads images for it; the weights of a run carry it, so that a file
 * says by itself what it is. */
export type ModelCard = z.infer<typeof modelCard>;

/** The entry of a safetensors file's metadata that holds the card. */
export const modelCardKey = 'attune.model';

export function writeModelCard({ model, classes, preprocessing }: RunConfig): string {
  return JSON.stringify({ model, classes, preprocessing } satisfies ModelCard);
}

/** Null when there is none, or it is not one that this version knows: the weights'
 * names still tell much. */
export function readModelCard(metadata: ReadonlyMap<string, string>): ModelCard | null {
  const result = modelCard.safeParse(parseJson(metadata.get(modelCardKey) ?? 'null'));
  return result.success ? result.data : null;
}
