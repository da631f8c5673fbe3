import { imageExtensions, scanTable } from '@attune/data/browser';
import type { TaskKind } from '@attune/run';

import type { BrokenFile, GatheredFile } from '../protocol/photos.ts';
import { asJpeg, isPhoneFormat } from './as-jpeg.ts';
import { requireClassName } from './class-name.ts';
import { type Gathered, type Progress, testPart, withoutKnown, withoutRoot } from './gather.ts';
import { saysOther } from './join-photos.ts';
import type { HeldPhoto, Told } from './photo.ts';

/** Photos with the table that says what they are.
 *
 * @throws {DatasetError} when it is none, or none of its files is there. */
export async function gatherTable(
  files: readonly GatheredFile[],
  table: string,
  { known, onProgress }: { readonly known: ReadonlyMap<string, HeldPhoto>; readonly onProgress: Progress },
): Promise<Gathered> {
  const readable: GatheredFile[] = [];
  for (const file of files) readable.push({ ...(await asJpeg(file)), path: file.path });
  const scan = await scanTable({ files: readable, table, name: '', onProgress });
  const byPath = new Map(readable.map(({ path, file }) => [path, file]));
  const found = scan.images.filter(({ part }) => part !== 'test');
  const said = found.map(({ path, names, values, part, group, header }) => ({
    path,
    file: byPath.get(path)!,
    photo: {
      name: path.slice(path.lastIndexOf('/') + 1),
      ...told(scan.task, names, values),
      group,
      part: part === 'test' ? null : part,
      side: Math.min(header.width, header.height),
    },
  }));
  const isOther = saysOther(
    said.map(({ photo }) => photo),
    [...known.values()],
  );
  const { photos, copies } = await withoutKnown(said, isOther ? new Map() : known); // pictures that are there, told otherwise, are no copies
  const listed = new Set([table, ...[...scan.images, ...scan.skipped, ...scan.broken].map(({ path }) => path.replace(/^\//u, ''))]);
  const unlisted = files.filter(({ path }) => !listed.has(path) && isPhoto(path));
  return {
    photos,
    broken: scan.broken.map(withoutRoot),
    skipped: [
      ...scan.skipped.map(withoutRoot),
      ...scan.images.filter(({ part }) => part === 'test').map(({ path }) => testPart(path)),
      ...unlisted.map(({ path }): BrokenFile => ({ path, reason: `${table} does not list it`, kind: 'unlisted' })),
      ...copies,
    ],
  };
}

function told(task: TaskKind, names: readonly string[], values: readonly number[] | undefined): Told {
  if (task === 'single-label') return { className: requireClassName(names[0]!) };
  if (task === 'multi-label') return { className: '', labels: names };
  return { className: '', values: Object.fromEntries(names.map((name, place) => [name, values![place]!])) };
}

function isPhoto(path: string): boolean {
  return imageExtensions.has(path.slice(path.lastIndexOf('.')).toLowerCase()) || isPhoneFormat(path);
}
