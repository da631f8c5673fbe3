import { type LoadReport, type OurCheckpoint, inOurNames, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import type { Network } from '@attune/nn';
import { sampleWeights } from '@attune/sample';

import { userPath } from '../paths.ts';

/** Opens what `--weights` names: a file, `sample`, or nothing for `none`. Whoever wrote the file, its tensors have our names. */
export async function openWeights(weights: string): Promise<OurCheckpoint | null> {
  if (weights === 'none') return null;
  return inOurNames(await readCheckpoint(weights === 'sample' ? sampleWeights() : userPath(weights)));
}

/** Loads a checkpoint into a network that may have another head and attention that the file lacks. */
export async function loadWeights(network: Network, checkpoint: OurCheckpoint | null): Promise<LoadReport | null> {
  return checkpoint === null ? null : loadPretrained(network, checkpoint);
}
