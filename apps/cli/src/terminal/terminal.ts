import { coloursFor } from './colours.ts';
import { printable } from './printable.ts';

const { yellow } = coloursFor(process.stderr);

/** Where a command writes: results on stdout, everything else on stderr. */
export interface Terminal {
  /** A line for people while the command works; left out with `--quiet`. */
  note(line: string): void;
  /** A line for people that `--quiet` does not hide: what was skipped, what went wrong. */
  warn(line: string): void;
  /** Whether a person is watching stderr: bars and colours make sense. */
  readonly interactive: boolean;
  readonly quiet: boolean;
}

export function openTerminal({ quiet = false }: { readonly quiet?: boolean } = {}): Terminal {
  return { note: quiet ? () => {} : (line) => write(line), warn: (line) => write(line, yellow), interactive: process.stderr.isTTY === true && !quiet, quiet };
}

function write(line: string, coloured: (text: string) => string = String): void {
  process.stderr.write(`${coloured(printable(line))}\n`);
}
