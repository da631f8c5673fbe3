/** What an image is said to be, as positions in the classes and as numbers. */
export interface Targeted {
  /** Its class; of several, the first of its classes in their order, 0 where it has none. */
  readonly label: number;
  /** All classes that it counts for. */
  readonly labels: readonly number[];
  /** [classes], 1 for each class that it has, or the number of each target. Left out where an image
   * has one class. */
  readonly targets?: readonly number[];
}

/** The rows of images one behind the other, [size · classes]; `undefined` where they have none. */
export function targetRows(images: readonly Pick<Targeted, 'targets'>[]): Float32Array | undefined {
  if (images.length === 0 || images[0]!.targets === undefined) return undefined;
  return Float32Array.from(images.flatMap(({ targets }) => [...targets!]));
}

/** Mean and deviation of each target over images: what a network's outputs are measured in. The
 * deviation of a target that is always the same is 1. */
export function targetScales(images: readonly Pick<Targeted, 'targets'>[], width: number): { readonly mean: number; readonly deviation: number }[] {
  return Array.from({ length: width }, (_, column) => {
    const values = images.map(({ targets }) => targets![column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: variance === 0 ? 1 : Math.sqrt(variance) };
  });
}

/** What tells the labels of one image from another's. */
export function labelMark({ label, targets }: Pick<Targeted, 'label' | 'targets'>): string {
  return targets === undefined ? String(label) : targets.join(' ');
}
