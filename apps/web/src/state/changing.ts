import { computed, signal } from '@preact/signals';

const underWay = signal(0);
let newest: Promise<unknown> = Promise.resolve();

/** Whether the worker has yet to make a change that someone asked for. It may have a step of a
 * training to finish first, and the page answers at once. */
export const changing = computed(() => underWay.value > 0);

/** Makes a change when those before it are made, so that no older state is shown after a
 * newer one. */
export function changeInTurn<T>(change: () => Promise<T>): Promise<T> {
  underWay.value++;
  const made = newest.then(change).finally(() => underWay.value--);
  newest = made.catch(() => {});
  return made;
}
