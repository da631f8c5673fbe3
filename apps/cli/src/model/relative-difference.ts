/** The largest difference between two lists of values, over the largest finite value of the
 * reference; 0 where all are equal, a NaN to a NaN and an infinity to itself too.
 *
 * Infinite where the lists have not the same length, or where only one of two values is finite. */
export function relativeDifference(reference: ArrayLike<number>, values: ArrayLike<number>): number {
  if (reference.length !== values.length) return Infinity;
  let [most, scale] = [0, 0];
  for (let index = 0; index < reference.length; index++) {
    const [wanted, value] = [reference[index]!, values[index]!];
    if (Number.isFinite(wanted)) scale = Math.max(scale, Math.abs(wanted));
    if (Object.is(wanted, value)) continue;
    const apart = Math.abs(wanted - value);
    if (!Number.isFinite(apart)) return Infinity;
    most = Math.max(most, apart);
  }
  return scale === 0 ? most : most / scale;
}
