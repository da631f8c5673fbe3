import type * as z from 'zod';

import { parseJson, runConfig } from './run-config.ts';

const modelCard = runConfig.pick({ model: true, classes: true, preprocessing: true });

/** What rebuilds a network and reads images for it; the weights of a run carry it, so that a file
 * says by itself what it is. */
export type ModelCard = z.infer<typeof modelCard>;

/** The entry of a file's metadata that holds the card. */
const modelCardKey = 'attune.model';

/** A card as an entry of a file's metadata, for every format that can carry one. */
export function cardEntries({ model, classes, preprocessing }: ModelCard): Record<string, string> {
  return { [modelCardKey]: JSON.stringify({ model, classes, preprocessing } satisfies ModelCard) };
}

/** Null when there is none, or it is not one that this version knows: the weights'
 * names still tell much. */
export function readModelCard(metadata: ReadonlyMap<string, string>): ModelCard | null {
  const result = modelCard.safeParse(parseJson(metadata.get(modelCardKey) ?? 'null'));
  return result.success ? result.data : null;
}
