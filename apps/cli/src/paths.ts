import { relative, resolve } from 'node:path';

/** A path of the command line as the user meant it: relative to the folder the command was started
 * in, also when npm or pnpm has changed to the package's own. */
export function userPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

/** A path as the user would type it: relative to the folder the command was started in. */
export function shownPath(path: string): string {
  return relative(userPath('.'), path) || '.';
}
