import { DatasetError, type FileReason, reasonOf, wayOutOf } from '../errors.ts';
import { compareCodePoints } from '../order/code-points.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';

/** What operating systems, archives, cameras and notebooks leave behind. */
const systemNames: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', '@eadir', '__macosx', '$recycle.bin', 'system volume information', 'lost+found']);

export const hiddenReason = 'hidden or system file';

/** Whether a file or folder was put there by a program for itself, and never holds a
 * class or an image. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || systemNames.has(name.toLowerCase());
}

/** What lies in one folder, each list by code points. */
export interface FolderEntries {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Those of the folders and files that are links. */
  readonly links: ReadonlySet<string>;
  /** Hidden ones, and what is neither file nor folder. */
  readonly skipped: readonly FileReason[];
}

/** Reads one folder.
 *
 * @throws {DatasetError} when it cannot be listed: nobody knows then what is missing. */
export async function readFolder(tree: FileTree, path: string): Promise<FolderEntries> {
  const entries = (await listed(tree, path)).toSorted((a, b) => compareCodePoints(a.name, b.name));
  const seen = entries.filter((entry) => skipReason(entry) === null);
  return {
    folders: namesOf(seen.filter(({ kind }) => kind === 'folder')),
    files: namesOf(seen.filter(({ kind }) => kind === 'file')),
    links: new Set(namesOf(seen.filter(({ isLink }) => isLink))),
    skipped: entries.flatMap((entry) => {
      const reason = skipReason(entry);
      return reason === null ? [] : [{ path: tree.join(path, entry.name), reason, kind: 'hidden' as const }];
    }),
  };
}

function namesOf(entries: readonly TreeEntry[]): string[] {
  return entries.map(({ name }) => name);
}

function skipReason({ name, kind, what = 'no file' }: TreeEntry): string | null {
  if (isHidden(name)) return hiddenReason;
  return kind === 'special' ? `${what}, not a file` : null;
}

async function listed(tree: FileTree, path: string): Promise<readonly TreeEntry[]> {
  try {
    return await tree.entries(path);
  } catch (cause) {
    const message = `The folder ${path} cannot be listed: ${reasonOf(cause)}. ${wayOutOf(cause)}`;
    throw new DatasetError({ path, faults: [{ kind: 'unreadable', path, message }] });
  }
}
