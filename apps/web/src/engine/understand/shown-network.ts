import { type Network, disposeModule } from '@attune/nn';
import { buildEmptyModel } from '@attune/zoo';

import type { ExplainedWeights } from '../protocol/understand.ts';
import type { KeptRun } from '../runs/kept-run.ts';

/** Keeps the network that was looked at last, since the next look is mostly at the same one. */
export class ShownNetwork {
  #newest: { readonly key: string; readonly network: Network } | null = null;

  /** A run's network with its best weights, those before training, or those at the end of a stage.
   * It stays this object's own.
   *
   * @throws {RunFileError} when there are no such weights. */
  async open(kept: KeptRun, weights: ExplainedWeights): Promise<Network> {
    const key = `${kept.id} ${weights}`;
    if (this.#newest?.key === key) return this.#newest.network;
    this.forget();
    const network = buildEmptyModel(kept.run.config.model);
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

async function load(kept: KeptRun, network: Network, weights: ExplainedWeights): Promise<void> {
  if (weights === 'best') await kept.run.loadBest(network);
  else if (weights === 'start') await kept.loadStart(network);
  else await kept.run.loadStage(network, weights);
}
