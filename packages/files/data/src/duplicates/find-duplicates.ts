import { refuseUnknownOptions } from '@attune/errors';

import type { ImageDataset, LabelledImages, PartName } from '../batches/dataset.ts';
import { contentMark } from '../pixels/file-header.ts';
import { type ImageLook, hashPieces, looksAlike } from '../pixels/perceptual-hash.ts';
import { labelMark } from '../labels/target-rows.ts';
import type { CheckedImage } from '../tree/image-entry.ts';
import type { FileTree } from '../tree/file-tree.ts';
import type { FolderScan } from '../tree/scan-tree.ts';
import { type Digestible, sameBytes } from './same-bytes.ts';

/** Images that are one image, or nearly. */
export interface DuplicateGroup {
  /** `identical` bytes, or, after a deep scan, a `similar` look. */
  readonly kind: 'identical' | 'similar';
  readonly paths: readonly string[];
  /** Some are trained on and others validated or tested with: the accuracy there is too good. */
  readonly acrossParts: boolean;
  /** They are said to be of different classes: one label is wrong. */
  readonly acrossClasses: boolean;
}

export interface DuplicateOptions {
  readonly signal?: AbortSignal | undefined;
}

/** @throws {UnknownOptionError} naming the options that the search does not have. */
export function requireDuplicateOptions(subject: string, options: DuplicateOptions): void {
  refuseUnknownOptions(subject, options, { signal: true } satisfies Record<keyof DuplicateOptions, true>);
}

type Parts<Part> = { readonly train: Part; readonly validation: Part | null; readonly test?: Part | null | undefined };

/** Finds images that occur more than once in a dataset of any kind. Bytes are compared wherever
 * size, beginning and end agree; looks only after a deep scan, which has seen them.
 ** @throws {UnknownOptionError} when an option does not exist. */
export async function findCopies(
  { train, validation, test }: Pick<ImageDataset, 'train' | 'validation' | 'test'>,
  options: DuplicateOptions = {},
): Promise<DuplicateGroup[]> {
  requireDuplicateOptions('findCopies', options);
  return groupDuplicates(placedIn({ train, validation, test }, inSplit), options);
}

/** Finds images that occur more than once in a scanned folder, as `findCopies`. */
export async function findCopiesIn(
  tree: Pick<FileTree, 'readable'>,
  { train, validation, test }: FolderScan,
  options: DuplicateOptions,
): Promise<DuplicateGroup[]> {
  const inScan = (images: readonly CheckedImage[], part: PartName) => images.map((image) => scanned(tree, image, part));
  return groupDuplicates(placedIn({ train, validation, test }, inScan), options);
}

interface Placed extends Digestible {
  readonly path: string;
  /** What tells its label, or its labels, from others'. */
  readonly label: string;
  readonly part: PartName;
  readonly look?: ImageLook | undefined;
}

function placedIn<Part>({ train, validation, test }: Parts<Part>, list: (images: Part, part: PartName) => Placed[]): Placed[] {
  return [...list(train, 'train'), ...(validation ? list(validation, 'validation') : []), ...(test ? list(test, 'test') : [])];
}

function inSplit(images: LabelledImages, part: PartName): Placed[] {
  return Array.from({ length: images.size }, (_, index) => index).flatMap((index) => {
    const content = images.contentOf?.(index) ?? null;
    return content === null ? [] : [{ ...content, path: images.nameOf(index), label: markOf(images, index), part }];
  });
}

function markOf({ labels, targets, size }: LabelledImages, index: number): string {
  const width = (targets?.length ?? 0) / size;
  return labelMark({ label: labels[index]!, ...(targets !== undefined && { targets: [...targets.subarray(index * width, (index + 1) * width)] }) });
}

function scanned(tree: Pick<FileTree, 'readable'>, { path, label, header }: CheckedImage, part: PartName): Placed {
  return { path, label: labelMark({ label }), part, mark: contentMark(header), look: header.look, digest: () => tree.readable(path).digest() };
}

async function groupDuplicates(all: readonly Placed[], options: DuplicateOptions): Promise<DuplicateGroup[]> {
  const identical = await sameBytes(all, options);
  const copies = new Set(identical.flatMap((group) => group.slice(1)));
  const similar = similarLooks(all.filter((one) => !copies.has(one)));
  return [...identical.map((group) => describe('identical', group)), ...similar.map((group) => describe('similar', group))];
}

function describe(kind: DuplicateGroup['kind'], group: readonly Placed[]): DuplicateGroup {
  return {
    kind,
    paths: group.map(({ path }) => path),
    acrossParts: new Set(group.map(({ part }) => part)).size > 1,
    acrossClasses: new Set(group.map(({ label }) => label)).size > 1,
  };
}

interface Leader {
  readonly look: ImageLook;
  readonly group: Placed[];
}

/** Puts each image with the first that it looks like. */
function similarLooks(all: readonly Placed[]): Placed[][] {
  const groups: Placed[][] = [];
  const byPiece = new Map<string, Leader[]>();
  for (const placed of all) {
    const { look } = placed;
    if (look === undefined) continue;
    const found = leaderOf(look, byPiece);
    if (found !== undefined) {
      found.group.push(placed);
      continue;
    }
    const leader = { look, group: [placed] };
    groups.push(leader.group);
    for (const piece of hashPieces(look)) addTo(byPiece, piece, leader);
  }
  return groups.filter((group) => group.length > 1);
}

function leaderOf(look: ImageLook, byPiece: ReadonlyMap<string, readonly Leader[]>): Leader | undefined {
  for (const piece of hashPieces(look)) {
    const found = byPiece.get(piece)?.find((leader) => looksAlike(leader.look, look));
    if (found !== undefined) return found;
  }
  return undefined;
}

function addTo<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [value]);
  else known.push(value);
}
