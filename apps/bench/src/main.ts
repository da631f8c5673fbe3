import { AttuneError } from '@attune/errors';
import { CommanderError } from '@commander-js/extra-typings';

import { buildProgram } from './program.ts';

/** Runs a command line and gives the exit code: 0, or 2 for a question that cannot be measured. */
export async function main(words: readonly string[]): Promise<number> {
  const program = buildProgram();
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'attune-bench: ')) });
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!AttuneError.isInstance(error)) throw error;
    process.stderr.write(`attune-bench: ${error.message}\n`);
    return 2;
  }
}
