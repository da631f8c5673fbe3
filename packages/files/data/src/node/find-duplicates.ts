import { type DuplicateGroup, type DuplicateOptions, findCopiesIn, requireDuplicateOptions } from '../duplicates/find-duplicates.ts';
import type { FolderScan } from '../tree/scan-tree.ts';
import { diskTree } from './disk-tree.ts';

/** Finds images that occur more than once in a scanned folder. Bytes are compared wherever size,
 * beginning and end agree; looks only after a deep scan, which has seen them.
 ** @throws {UnknownOptionError} when an option does not exist. */
export async function findDuplicates(scan: FolderScan, options: DuplicateOptions = {}): Promise<DuplicateGroup[]> {
  requireDuplicateOptions('findDuplicates', options);
  return findCopiesIn(diskTree, scan, options);
}
