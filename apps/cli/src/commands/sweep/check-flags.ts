import { type FlagSet, SweepSpecError, type Trial } from '@attune/sweep';
import { Command, CommanderError } from '@commander-js/extra-typings';

import { addFinetune } from '../finetune-command.ts';
import { flagWords } from './flag-words.ts';

/** What `attune finetune` has against these flags, in words; null when it takes them. */
export function flagFault(flags: FlagSet): string | null {
  const foreign = Object.keys(flags).find((name) => ofTheProcess.has(name));
  if (foreign !== undefined) return `--${foreign} cannot be set in a trial`;
  const program = new Command('attune');
  addFinetune(program, async () => {});
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} });
  try {
    program.parse(['finetune', ...flagWords(flags), '--', String(flags['data'])], { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof CommanderError) return error.message.replace(/^error: /u, '');
    throw error;
  }
}

/** @throws {SweepSpecError} with what `attune finetune` has against any trial, said once. */
export function requireFlags(trials: readonly Pick<Trial, 'flags'>[], name: string): void {
  const faults = trials.map(({ flags }) => flagFault(flags)).filter((fault) => fault !== null);
  if (faults.length > 0) throw new SweepSpecError(name, [...new Set(faults)]);
}

/** What the sweep decides, or would stop it. */
const ofTheProcess: ReadonlySet<string> = new Set(['config', 'out', 'resume', 'until-epoch', 'seeds', 'folds', 'json', 'quiet', 'debug', 'help', 'threads']);
