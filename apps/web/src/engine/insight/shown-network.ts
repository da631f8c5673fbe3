import { type Network, disposeModule } from '@attune/nn';
import { buildEmptyModel } from '@attune/zoo';

import type { ComputeBackend } from '../backends/compute-backend.ts';
import type { ExplainedWeights } from '../protocol/insight.ts';
import type { KeptRun } from '../runs/kept-run.ts';
import type { CurrentTraining } from '../training/current-training.ts';

/** Keeps the network that was looked at last, since the next look is mostly at the same one. */
export class ShownNetwork {
  readonly #backend: ComputeBackend;
  readonly #current: CurrentTraining;
  #newest: { readonly key: string; readonly network: Network } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(backend: ComputeBackend, current: CurrentTraining) {
    this.#backend = backend;
    this.#current = current;
  }

  /** One thing after the other: the network that is shown gives way to the next one's. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** A run's network with its best weights, those before training, or those at the end of a stage.
   * It stays this object's own. A running training changes the best weights, so they are read
   * anew.
   *
   * @throws {RunFileError} when there are no such weights. */
  async open(kept: KeptRun, weights: ExplainedWeights): Promise<Network> {
    if (this.#current.runId === kept.id) this.forget();
    return this.#backend.compute(() => this.#read(kept, weights));
  }

  forget(): void {
    if (this.#newest !== null) disposeModule(this.#newest.network);
    this.#newest = null;
  }

  async #read(kept: KeptRun, weights: ExplainedWeights): Promise<Network> {
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
}

async function load(kept: KeptRun, network: Network, weights: ExplainedWeights): Promise<void> {
  if (weights === 'best') await kept.run.loadBest(network);
  else if (weights === 'start') await kept.loadStart(network);
  else await kept.run.loadStage(network, weights);
}
