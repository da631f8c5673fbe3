import { CheckpointError } from '../checkpoint-error.ts';
import { quoteNames } from '../quote-for-message.ts';
import { type OpenSource, blobSource } from './byte-source.ts';

/** A browser's File, or a Blob that was given a name. */
export type NamedBlob = Blob & { readonly name: string };

/** Files that a person chose together: the index among them, with the others beside it.
 *
 * @throws {CheckpointError} `not-found` unless one of several is an index. */
export function fileListSource(files: readonly NamedBlob[]): OpenSource {
  const [index, ...others] = files.length === 1 ? files : files.filter(({ name }) => isIndexName(name));
  if (index !== undefined && others.length === 0) return { ...blobSource(index), sibling: (name) => siblingIn(files, name) };
  const message = `of several files one is the *.safetensors.index.json or model.json that names the others, and here are ${quoteNames(
    files.map(({ name }) => name),
    8,
  )}. Choose one index and its files.`;
  throw new CheckpointError({ kind: 'not-found', file: 'the files', message });
}

/** Whether a file called so names the others of its folder, which stands for it: an index of
 * safetensors shards, or a model.json. */
export function isIndexName(name: string): boolean {
  return name.endsWith('.safetensors.index.json') || name === 'model.json';
}

async function siblingIn(files: readonly NamedBlob[], fileName: string): Promise<OpenSource> {
  const file = files.find(({ name }) => name === fileName);
  if (file !== undefined) return blobSource(file);
  throw new CheckpointError({ kind: 'not-found', file: fileName, message: 'it is not among the chosen files.' });
}
