import type { TensorEntry } from '../tensor-entry.ts';

/** A tensor of the file with its name below what it was wrapped in: `block1_conv1/kernel`. */
export interface KerasTensor {
  readonly entry: TensorEntry;
  readonly path: string;
}

/** Tensors under our names, with the names that the file has for them. */
export interface RenamedTensors {
  readonly tensors: readonly TensorEntry[];
  /** In the order of `tensors`. */
  readonly fileNames: readonly string[];
  /** Of the network, beyond names and shapes. */
  readonly traits: ReadonlyMap<string, string>;
}
