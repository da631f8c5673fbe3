import type { Network } from './network.ts';

const pending = new WeakMap<Network, Promise<unknown>>();

/** Says that `work` is filling a network's variables, and gives it back. A program may then start
 * training or evaluating without waiting for it itself. */
export function whileLoading<T>(network: Network, work: Promise<T>): Promise<T> {
  pending.set(network, work);
  return work;
}

/** Ends when nothing is filling the network any more. What runs a network over time
 * waits for it first.
 *
 * @throws what the loading threw. */
export async function whenLoaded(network: Network): Promise<void> {
  await pending.get(network);
}
