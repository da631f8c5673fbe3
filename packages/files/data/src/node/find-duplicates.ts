import { type DuplicateGroup, type DuplicateOptions, findCopiesIn } from '../duplicates/find-duplicates.ts';
import type { FolderScan } from '../tree/scan-tree.ts';
import { diskTree } from './disk-tree.ts';

/** Finds images that occur more than once in a scanned folder. Bytes are compared wherever size,
 * beginning and end agree; looks only after a deep scan, which has seen them. */
export async function findDuplicates(scan: FolderScan, options: DuplicateOptions = {}): Promise<DuplicateGroup[]> {
  return findCopiesIn(diskTree, scan, options);
}
