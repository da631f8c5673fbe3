/** What the first segments of a network make of training images that nothing has augmented, known
 * before a run begins. */
export interface KnownFeatures {
  /** Segments that the images have been through. */
  readonly depth: number;
  /** Of one image's features. */
  readonly shape: readonly number[];
  /** By the position in the training split. Who uses a row takes it out. */
  readonly rows: Map<number, Float32Array>;
}
