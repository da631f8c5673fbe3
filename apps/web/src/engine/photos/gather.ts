import { type BrowserFile, type FileReason, type FolderScan, scanFiles } from '@attune/data/browser';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import type { BrokenFile, GatheredFile } from '../protocol/photos.ts';
import { asJpeg } from './as-jpeg.ts';
import { requireClassName } from './class-name.ts';
import type { HeldPhoto, Part } from './photo.ts';

export interface Gathered {
  readonly photos: readonly HeldPhoto[];
  readonly broken: readonly BrokenFile[];
  readonly skipped: readonly BrokenFile[];
}

export type Progress = (done: number, total: number) => void;

const idDigits = 16;

/** Reads what a page was handed by the rules of `@attune/data`: every header, and the pixels where
 * the header leaves a doubt. Copies of known photos are left out.
 *
 * @throws {ClassNameError} when a class is named as no folder can be. */
export async function gather(files: readonly GatheredFile[], known: ReadonlyMap<string, HeldPhoto>, onProgress: Progress): Promise<Gathered> {
  const readable: GatheredFile[] = [];
  for (const file of files) readable.push(await asJpeg(file));
  const laidOut = asFolders(readable);
  const scan = await scanFiles({ files: laidOut, name: '', onProgress });
  const byPath = new Map(laidOut.map((file) => [file.path, file]));
  const said = imagesOf(scan).map(({ name, label, part, side }) => {
    const { file, group = null } = byPath.get(name)!;
    return { path: name, file, photo: { name: name.slice(name.lastIndexOf('/') + 1), className: requireClassName(scan.classes[label]!), group, part, side } };
  });
  const { photos, copies } = await withoutKnown(said, known);
  return { photos, broken: scan.broken.map(withoutRoot), skipped: [...scan.skipped.map(withoutRoot), ...testPartOf(scan), ...copies] };
}

interface FoundPhoto {
  readonly path: string;
  readonly file: Blob;
  readonly photo: Omit<HeldPhoto, 'id' | 'file'>;
}

/** Photos by their contents, and copies of each other or of those that are there already. */
export async function withoutKnown(
  found: readonly FoundPhoto[],
  known: ReadonlyMap<string, HeldPhoto>,
): Promise<{ readonly photos: readonly HeldPhoto[]; readonly copies: readonly BrokenFile[] }> {
  const photos = new Map<string, HeldPhoto>();
  const copies: BrokenFile[] = [];
  for (const { path, file, photo } of found) {
    const id = await idOf(file);
    const twin = photos.get(id) ?? known.get(id);
    if (twin === undefined) photos.set(id, { ...photo, id, file });
    else copies.push({ path, reason: `the same picture as ${placeOf(twin)}`, kind: 'copy', twin: placeOf(twin) });
  }
  return { photos: [...photos.values()], copies };
}

function placeOf({ className, name }: HeldPhoto): string {
  return className === '' ? name : `${className}/${name}`;
}

/** A folder that was dropped whole is the dataset, or one of its classes: what all paths begin with
 * is left out when class folders lie below it. */
function asFolders(files: readonly GatheredFile[]): BrowserFile[] {
  const named = files.map(({ path, file, className, group }) => ({
    path: className === undefined ? path : `${requireClassName(className)}/${path.slice(path.lastIndexOf('/') + 1)}`,
    file,
    ...(group === undefined ? {} : { group }),
  }));
  const root = named[0]?.path.split('/')[0];
  const isWhole = named.every(({ path }) => path.startsWith(`${root}/`)) && named.some(({ path }) => path.split('/').length > 2);
  return isWhole ? named.map((file) => ({ ...file, path: file.path.slice(root!.length + 1) })) : named;
}

interface FoundImage {
  readonly name: string;
  readonly label: number;
  readonly part: Part | null;
  /** The shorter one, in pixels. */
  readonly side: number;
}

function imagesOf({ train, validation }: FolderScan): FoundImage[] {
  const inPart =
    (part: Part | null) =>
    ({ name, label, header }: FolderScan['train'][number]): FoundImage => ({ name, label, part, side: Math.min(header.width, header.height) });
  if (validation === null) return train.map(inPart(null));
  return [...train.map(inPart('train')), ...validation.map(inPart('validation'))];
}

/** What is kept to test with at the very end is neither trained on nor judged by here. */
function testPartOf({ test }: FolderScan): BrokenFile[] {
  return (test ?? []).map(({ name }) => testPart(name));
}

export function testPart(path: string): BrokenFile {
  return { path, reason: 'it belongs to the test part: judge it with attune evaluate --split test', kind: 'test-part' };
}

export function withoutRoot({ path, ...why }: FileReason): BrokenFile {
  return { path: path.replace(/^\//u, ''), ...why };
}

async function idOf(file: Blob): Promise<string> {
  return bytesToHex(sha256(new Uint8Array(await file.arrayBuffer()))).slice(0, idDigits);
}
