import { resolve } from 'node:path';

/** A path of the command line: relative to the folder that npm was called in. */
export function userPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}
