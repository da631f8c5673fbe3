import type { Network } from '@attune/nn';
import type { Run } from '@attune/run';

/** Puts the weights at the end of each stage that has ended into a network, one after another, and
 * the best ones when the walk ends. Gives the stages' positions. */
export async function* endedStages(run: Run, network: Network, { signal }: { readonly signal?: AbortSignal | undefined }): AsyncGenerator<number> {
  try {
    for (const index of await run.endedStages()) {
      signal?.throwIfAborted();
      await run.loadStage(network, index);
      yield index;
    }
  } finally {
    await run.loadBest(network);
  }
}
