import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import { userPath } from '../../paths.ts';
import { makeFolder } from '../../run/make-folder.ts';

/** Copies an image into the folder of its class. Images of one name get numbers; one that is there
 * already, byte for byte, is not copied again. */
export async function copyInto(folder: string, { path, className }: { readonly path: string; readonly className: string }): Promise<void> {
  const place = join(folder, folderName(className));
  await makeFolder(place);
  const [suffix, source] = [extname(path), userPath(path)];
  const stem = basename(path, suffix);
  for (let number = 1; ; number++) {
    const target = join(place, `${stem}${number === 1 ? '' : `-${number}`}${suffix}`);
    if (await tookPlace(source, target)) return;
  }
}

/** A class may be called anything; its folder must stay where it belongs. */
export function folderName(className: string): string {
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
