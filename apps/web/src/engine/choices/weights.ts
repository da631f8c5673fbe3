import { type OurCheckpoint, inOurNames, readCheckpoint } from '@attune/checkpoint';
import type { Preprocessing } from '@attune/data/browser';
import { readModelCard } from '@attune/run';
import sampleAddress from '@attune/sample/weights/resnet20.safetensors?url';

import type { WeightsSource } from '../protocol.ts';

/** Opens weights; null for none. Tensors are read when they are loaded.
 *
 * @throws {CheckpointError} when it is no file of weights. */
export async function openWeights(source: WeightsSource): Promise<OurCheckpoint | null> {
  switch (source.kind) {
    case 'none':
      return null;
    case 'sample':
      return inOurNames(await readCheckpoint(await bytesAt(sampleAddress), { name: 'resnet20.safetensors' }));
    case 'file':
      return inOurNames(await readCheckpoint(source.file, { name: source.name }));
    case 'url':
      return inOurNames(await readCheckpoint(source.url));
  }
}

/** Of files that were written by Attune: how images were shown to them. */
export function preprocessingOf(checkpoint: OurCheckpoint | null): Partial<Preprocessing> {
  return (checkpoint === null ? undefined : readModelCard(checkpoint.metadata)?.preprocessing) ?? {};
}

/** What a run's configuration calls them. */
export function nameOf(source: WeightsSource): string {
  if (source.kind === 'url') return source.url;
  return source.kind === 'file' ? source.name : source.kind;
}

async function bytesAt(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The page's own weights cannot be read (${response.status}): load the page again.`);
  return response.arrayBuffer();
}
