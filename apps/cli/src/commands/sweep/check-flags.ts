import { type FlagSet, SweepSpecError, type Trial } from '@attune/sweep';
import { Command, CommanderError } from '@commander-js/extra-typings';

import { addFinetune } from '../finetune-command.ts';
import { flagWords } from './flag-words.ts';

/** @throws {SweepSpecError} with what `attune finetune` has against any trial, said once. */
export function requireFlags(trials: readonly Pick<Trial, 'flags'>[], name: string): void {
  const program = (alone ??= finetuneAlone());
  const faults = trials.map(({ flags }) => flagFault(program, flags)).filter((fault) => fault !== null);
  if (faults.length > 0) throw new SweepSpecError(name, [...new Set(faults)]);
}

/** Made once: a worker asks for each trial. */
let alone: Command | null = null;

/** A command line that reads the flags of `finetune`, and trains nothing. */
function finetuneAlone(): Command {
  const program = new Command('attune');
  addFinetune(program, async () => {});
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} });
  return program;
}

/** In words; null when it takes them. */
function flagFault(program: Command, flags: FlagSet): string | null {
  const foreign = Object.keys(flags).find((name) => ofTheProcess.has(name));
  if (foreign !== undefined) return `--${foreign} cannot be set in a trial`;
  if (flags['task'] !== undefined && flags['task'] !== 'single-label') return '--task: a sweep compares accuracies, so each image must have one class';
  try {
    program.parse(['finetune', ...flagWords(flags), '--', String(flags['data'])], { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof CommanderError) return error.message.replace(/^error: /u, '');
    throw error;
  }
}

/** What the sweep decides, or would stop it. */
const ofTheProcess: ReadonlySet<string> = new Set([
  'config',
  'out',
  'resume',
  'until-epoch',
  'seeds',
  'folds',
  'control',
  'json',
  'quiet',
  'debug',
  'help',
  'threads',
]);
