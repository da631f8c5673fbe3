/** [N, H, W, C] as the gates see it. */
export interface MapSize {
  readonly images: number;
  readonly positions: number;
  readonly channels: number;
}

export function sizeOf(shape: readonly number[]): MapSize {
  const [images, height, width, channels] = shape as [number, number, number, number];
  return { images, positions: height * width, channels };
}

/** Threads of a group along the channels and along the positions. */
export const side = 16;

/** Groups of so many positions each, in the two directions that a device has: a body finds its own
 * by `group.y * groups.x + group.x`. */
export function groupsOfPositions(positions: number): [number, number] {
  const needed = Math.ceil(positions / side);
  const rows = Math.ceil(needed / 65_535);
  return [Math.ceil(needed / rows), rows];
}
