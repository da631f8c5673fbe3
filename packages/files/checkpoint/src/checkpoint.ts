import type { NameChange, Unlisted } from './names/name-change.ts';
import type { TensorEntry } from './tensor-entry.ts';
import type { LayerFacts } from './tfjs/layer-facts.ts';

export type CheckpointFormat = 'safetensors' | 'safetensors-sharded' | 'torch-zip' | 'torch-legacy' | 'torch-tar' | 'tfjs' | 'onnx';

/** Named tensors of a file, whose headers are read and checked; the tensors themselves
 * are read when asked for. */
export interface Checkpoint {
  /** Path, address, or what the caller called the bytes. */
  readonly file: string;
  readonly format: CheckpointFormat;
  /** In the file's order, under the names inside all wrappers. */
  readonly tensors: readonly TensorEntry[];
  /** What was unwrapped, outermost first: `state_dict`, `model`, …, then prefixes that all names
   * had: `module.`, `_orig_mod.`. */
  readonly wrappers: readonly string[];
  /** The text and numbers beside the tensors (epoch, arch, …), as text. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Names of what is neither tensor, text nor number, and was left in the file. */
  readonly skipped: readonly string[];
  /** What {@link renameTensors} did. */
  readonly renamed?: readonly NameChange[];
  /** Tensors that lie in shards and that no index lists there. */
  readonly unlisted?: readonly Unlisted[];
  /** What a `model.json` says of its layers beyond their weights, by their names; other
   * formats say nothing. */
  readonly layers?: ReadonlyMap<string, LayerFacts>;
}

/** What the reader of one format finds; the names still carry their prefixes. */
export type FormatContents = Pick<Checkpoint, 'tensors' | 'wrappers' | 'metadata' | 'skipped' | 'layers' | 'unlisted'>;
