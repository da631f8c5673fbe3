import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import { userPath } from '../../paths.ts';
import { makeFolder } from '../../run/make-folder.ts';

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
