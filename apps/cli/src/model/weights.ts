import { type Checkpoint, type LoadReport, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import type { Network } from '@attune/nn';
import { sampleWeights } from '@attune/sample';

import { userPath } from '../paths.ts';

/** Opens what `--weights` names: a file, `sample`, or nothing for `none`. */
export async function openWeights(weights: string): Promise<Checkpoint | null> {
  if (weights === 'none') return null;
  return readCheckpoint(weights === 'sample' ? sampleWeights() : userPath(weights));
}

/** Loads a checkpoint into a network that may have another head and attention that the file lacks. */
export async function loadWeights(network: Network, checkpoint: Checkpoint | null): Promise<LoadReport | null> {
  return checkpoint === null ? null : loadPretrained(network, checkpoint);
}
