import { type Checkpoint, type TensorEntry, readCheckpoint } from '@attune/checkpoint';

import { userPath } from '../../paths.ts';
import { UsageError } from '../../usage-error.ts';

/** What another program computed: an input, and what came out of each layer, all
 * [N, C, H, W] or [N, C]. */
export interface ReferenceFile {
  readonly input: TensorEntry;
  /** By the name of the layer; the whole network's are called `logits`. */
  readonly outputs: ReadonlyMap<string, TensorEntry>;
}

const inputName = 'input';

/** Opens a file as `attune_reference.py` of @attune/export writes it.
 *
 * @throws {UsageError} when it has no images or no outputs. */
export async function openReference(file: string): Promise<ReferenceFile> {
  const { tensors }: Checkpoint = await readCheckpoint(userPath(file));
  const input = tensors.find(({ name }) => name === inputName);
  const outputs = new Map(tensors.filter(({ name }) => name !== inputName).map((entry) => [entry.name, entry]));
  if (input?.shape.length === 4 && outputs.size > 0) return { input, outputs };
  const found = input === undefined ? 'it has no input' : `its input is [${input.shape.join(', ')}], and it has ${outputs.size} outputs`;
  throw new UsageError(
    `${file}: ${found}. A reference holds "input" [N, C, H, W] and outputs of layers by name: attune_reference.py of @attune/export writes one.`,
  );
}
