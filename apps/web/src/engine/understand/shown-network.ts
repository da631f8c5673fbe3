import { type Network, disposeModule } from '@attune/nn';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { buildModel } from '@attune/zoo';

import type { ExplainedWeights } from '../protocol.ts';
import type { KeptRun } from '../training/kept-run.ts';

/** The file of a run that holds its weights before training, beside those that every run has. */
export const startFile = 'start.safetensors';

/** Keeps the network that was looked at last, since the next look is mostly at the same one. */
export class ShownNetwork {
  #newest: { readonly key: string; readonly network: Network } | null = null;

  /** A run's network with its best weights, those before training, or those at the end of a stage. It stays this object's own.
   *
   * @throws {RunFileError} when there are no such weights. */
  async open(kept: KeptRun, weights: ExplainedWeights): Promise<Network> {
    const key = `${kept.id} ${weights}`;
    if (this.#newest?.key === key) return this.#newest.network;
    this.forget();
    const network = buildModel(kept.run.config.model);
    try {
      await load(kept, network, weights);
    } catch (error) {
      disposeModule(network);
      throw error;
    }
    this.#newest = { key, network };
    return network;
  }

  /** Best weights change while a run goes on. */
  forget(): void {
    if (this.#newest !== null) disposeModule(this.#newest.network);
    this.#newest = null;
  }
}

async function load({ run }: KeptRun, network: Network, weights: ExplainedWeights): Promise<void> {
  if (weights === 'best') await run.loadBest(network);
  else if (weights === 'start') await loadPretrained(network, await readCheckpoint(await run.files.source(startFile)));
  else await run.loadStage(network, weights);
}
