import { fileURLToPath } from 'node:url';

/** Debian's, which is where `python3-torch` puts PyTorch. */
export const python = '/usr/bin/python3';

/** The path of one of the bench's Python programs. */
export function pythonProgram(name: string): string {
  return fileURLToPath(new URL(`../../python/${name}`, import.meta.url));
}

/** The environment of a Python peer: nothing of the machine's may set its threads, the
 * work does. */
export function pythonEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(OMP_|OPENBLAS_|MKL_|GOTO_)/u.test(name)));
}
