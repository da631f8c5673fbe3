/** Draws that can be had again: every generator it hands out gives the same numbers, drawn from
 * `random` as far as the furthest has come. */
export function replayed(random: () => number): () => () => number {
  const drawn: number[] = [];
  return () => {
    let next = 0;
    return () => (drawn[next++] ??= random());
  };
}
