import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

import type { PartName } from '../batches/dataset.ts';
import { type ImageLook, hashPieces, looksAlike } from '../pixels/perceptual-hash.ts';
import type { CheckedImage } from '../tree/image-entry.ts';
import { mapParallel } from '../batches/parallel.ts';
import type { FolderScan } from '../tree/scan-tree.ts';

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

/** Finds images that occur more than once in a scanned folder. Bytes are compared wherever size, beginning and end agree; looks only after a deep scan, which has seen them. */
export async function findDuplicates({ train, validation, test }: FolderScan, { signal }: { readonly signal?: AbortSignal } = {}): Promise<DuplicateGroup[]> {
  const all = [...inPart(train, 'train'), ...inPart(validation ?? [], 'validation'), ...inPart(test ?? [], 'test')];
  const identical = await identicalFiles(all, signal);
  const copies = new Set(identical.flatMap((group) => group.slice(1)));
  const similar = similarLooks(all.filter((one) => !copies.has(one)));
  return [...identical.map((group) => describe('identical', group)), ...similar.map((group) => describe('similar', group))];
}

interface Placed {
  readonly image: CheckedImage;
  readonly part: PartName;
}

function inPart(images: readonly CheckedImage[], part: PartName): Placed[] {
  return images.map((image) => ({ image, part }));
}

function describe(kind: DuplicateGroup['kind'], group: readonly Placed[]): DuplicateGroup {
  return {
    kind,
    paths: group.map(({ image }) => image.path),
    acrossParts: new Set(group.map(({ part }) => part)).size > 1,
    acrossClasses: new Set(group.map(({ image }) => image.label)).size > 1,
  };
}

async function identicalFiles(all: readonly Placed[], signal: AbortSignal | undefined): Promise<Placed[][]> {
  const suspects = groupsBy(all, ({ image: { header } }) => `${header.bytes} ${header.mark}`).flat();
  const digests = await mapParallel(suspects, ({ image }) => digestOf(image.path, image.header.bytes), { limit: 8, signal });
  const digest = new Map(suspects.map((placed, index) => [placed, digests[index]!]));
  return groupsBy(suspects, (placed) => digest.get(placed)!);
}

/** Above this many bytes, a file is hashed piece by piece; below, a stream costs more than the memory. */
const readAtOnce = 2 ** 20;

async function digestOf(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  if (bytes <= readAtOnce) return hash.update(await readFile(path)).digest('hex');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
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
    const { look } = placed.image.header;
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

/** The groups of more than one. */
function groupsBy(all: readonly Placed[], keyOf: (placed: Placed) => string): Placed[][] {
  const groups = new Map<string, Placed[]>();
  for (const placed of all) addTo(groups, keyOf(placed), placed);
  return [...groups.values()].filter((group) => group.length > 1);
}

function addTo<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [value]);
  else known.push(value);
}
