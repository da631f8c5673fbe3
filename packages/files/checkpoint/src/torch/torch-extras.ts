import type { ReadLimits } from '../read-limits.ts';
import type { OpenSource } from '../source/byte-source.ts';
import type { ZipEntry } from '../zip/zip-directory.ts';
import { ZipReader } from '../zip/zip-entry.ts';

/** Where PyTorch's archives keep files of others (`_extra_files` of `torch.jit.save`); `torch.load`
 * passes over it. */
export const extraFolder = 'extra/';

/** Ours among them: a card, traits. */
const ownKey = /^attune\.[\w.]+$/u;

export interface TorchArchive {
  readonly source: OpenSource;
  readonly directory: ReadonlyMap<string, ZipEntry>;
  /** `archive/`. */
  readonly folder: string;
}

/** The texts that Attune put beside the weights of a PyTorch archive. */
export async function readExtras(
  { source, directory, folder }: TorchArchive,
  { maxHeaderBytes }: Pick<ReadLimits, 'maxHeaderBytes'>,
): Promise<Map<string, string>> {
  const start = `${folder}${extraFolder}`;
  const texts = new Map<string, string>();
  for (const [name, entry] of directory) {
    const key = name.slice(start.length);
    if (!name.startsWith(start) || !ownKey.test(key)) continue;
    const file = new ZipReader(source, entry);
    if (file.bytes <= maxHeaderBytes) texts.set(key, new TextDecoder().decode(await file.read(0, file.bytes)));
  }
  return texts;
}
