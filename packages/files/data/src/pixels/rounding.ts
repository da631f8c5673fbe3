/** Rounds as Python's `round` does: a tie goes to the even neighbour. torchvision's crops depend on
 * it; `Math.round` would shift every second tie by a pixel. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
