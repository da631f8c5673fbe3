import { constants } from 'node:fs';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

import { isWithin, realPlace } from '../../is-within.ts';
import { shownPath, userPath } from '../../paths.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { UsageError } from '../../usage-error.ts';

/** What is read, and where copies of it shall go. */
export interface CopyPlan {
  /** What was asked for: images, folders or tables, as the user wrote them. */
  readonly inputs: readonly string[];
  /** All images of these. */
  readonly images: readonly string[];
  /** Names of the folders of the classes. */
  readonly folders: Iterable<string>;
}

/** Copies among the images that are read would be read with them the next time, by this command or
 * as images of a class.
 *
 * @throws {UsageError} when the folder for copies lies in a folder that is read, or a folder of a
 * class in it is one that images are read from. */
export async function requireApart(folder: string, { inputs, images, folders }: CopyPlan): Promise<void> {
  for (const input of inputs) {
    const isFolder = (await stat(userPath(input)).catch(() => null))?.isDirectory() === true;
    if (isFolder && (await isWithin(folder, userPath(input)))) refuse(`--copy-into ${shownPath(folder)} lies in ${input}, whose images are read`);
  }
  const read = new Map<string, string>();
  for (const place of new Set(images.map((image) => dirname(userPath(image))))) read.set(await realPlace(place), place);
  for (const name of folders) {
    const place = read.get(await realPlace(join(folder, name)));
    if (place !== undefined) refuse(`--copy-into ${shownPath(folder)} would put images of a class into ${shownPath(place)}, where images are read`);
  }
}

function refuse(what: string): never {
  throw new UsageError(`${what}: the next time its copies would be taken for more of them. Name a folder elsewhere.`);
}

/** Copies an image into a folder. Images of one name get numbers; one that is there
 * already, byte for byte, is not copied again. */
export async function copyInto(folder: string, path: string): Promise<void> {
  await makeFolder(folder);
  const [suffix, source] = [extname(path), userPath(path)];
  const stem = basename(path, suffix);
  for (let number = 1; ; number++) {
    const target = join(folder, `${stem}${number === 1 ? '' : `-${number}`}${suffix}`);
    if (await tookPlace(source, target)) return;
  }
}

/** A folder for each class, by its name: no two share one, whatever a file system makes
 * of upper and lower case. */
export function classFolders(classes: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    classes.map((className) => {
      const plain = folderName(className);
      let name = plain;
      for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${plain}-${number}`;
      taken.add(name.toLowerCase());
      return [className, name] as const;
    }),
  );
}

/** A class may be called anything; its folder must stay where it belongs. */
function folderName(className: string): string {
  const name = className
    .replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, '_')
    .replace(/^\.+/u, '_')
    .trim();
  return name === '' ? '_' : name;
}

async function tookPlace(source: string, target: string): Promise<boolean> {
  try {
    await copyFile(source, target, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(source)).equals(await readFile(target));
  }
}
