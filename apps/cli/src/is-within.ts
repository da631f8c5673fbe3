import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

/** Whether a path, which need not be there, is a folder or lies in it, links followed. */
export async function isWithin(path: string, folder: string): Promise<boolean> {
  const way = relative(await realPlace(folder), await realPlace(path));
  return way.split(sep)[0] !== '..' && !way.startsWith(sep) && !/^[a-z]:/iu.test(way);
}

/** The real path of what is there already, with the rest behind it. */
export async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : join(await realPlace(dirname(path)), basename(path));
  }
}
