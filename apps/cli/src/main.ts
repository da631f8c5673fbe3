import { type CommandUnknownOpts, CommanderError } from '@commander-js/extra-typings';

import { type KnownFlags, fitAdvice, spellFlags } from './advice.ts';
import { commandNamed } from './command-table.ts';
import type { CommonFlags, Work, WorkOptions } from './command.ts';
import { exitCodeOf, exitCodes, messageOf } from './exit-code.ts';
import { spellCommands } from './invocation.ts';
import { packageVersion } from './package-version.ts';
import { buildProgram } from './program.ts';
import { listenForEndings } from './terminal/endings.ts';
import { type OutputStreams, readerGone, watchOutputStreams } from './terminal/output-streams.ts';
import { printable } from './terminal/printable.ts';
import { openTerminal } from './terminal/terminal.ts';

/** Runs a command line and gives the exit code. Results go to stdout, everything else to stderr. */
export async function main(words: readonly string[]): Promise<number> {
  const output = watchOutputStreams();
  let exitCode: number = exitCodes.done;
  const program = await buildProgram(
    packageVersion(),
    async (flags, work, options) => {
      exitCode = await runReporting(flags, work, { ...options, output, words, own: ownFlags(program, words) });
    },
    { words },
  );
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ outputError: (text, write) => write(printable(text.replace(/^error: /u, 'attune: '))) });
  try {
    await program.parseAsync(helpOfNothing(words) ? words.slice(1) : words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    return fail(error, words.includes('--debug'), words);
  } finally {
    await output.close();
  }
  return exitCode;
}

/** `help` of a command that does not exist: the error is that command's. */
function helpOfNothing([help, name]: readonly string[]): boolean {
  return help === 'help' && name !== undefined && !name.startsWith('-') && name !== 'help' && commandNamed(name) === undefined;
}

interface Reporting extends WorkOptions {
  readonly output: OutputStreams;
  readonly words: readonly string[];
  /** The flags of the command that runs. */
  readonly own: ReadonlySet<string>;
}

async function runReporting(flags: CommonFlags, work: Work, { output, words, own, outlivesReader = false, keepsWork = false }: Reporting): Promise<number> {
  const { json, quiet, debug } = flags;
  const opened = openTerminal({ quiet: quiet === true });
  const terminal = { ...opened, warn: (line: string) => opened.warn(spellCommands(spellFlags(line, own))) };
  const ending = new AbortController();
  const stopListening = listenForEndings(() => ending.abort(), {
    exitCode: exitCodes.stopped,
    patient: keepsWork,
    notice: 'Stopping after this step; press Ctrl-C again to quit at once.',
    print: terminal.warn,
  });
  const signal = outlivesReader ? ending.signal : AbortSignal.any([ending.signal, output.closed]);
  try {
    const report = await work({ terminal, signal });
    const text = json === true ? JSON.stringify(report.json) : spellCommands(report.text);
    await output.write(`${spellFlags(printable(text, { headings: json !== true && process.stdout.isTTY }), own)}\n`);
    return report.exitCode ?? exitCodes.done;
  } catch (error) {
    if (error === readerGone) return exitCodes.done;
    if (signal.aborted && error === signal.reason) return exitCodes.stopped;
    return fail(error, debug === true, words);
  } finally {
    stopListening();
  }
}

/** What it advises fits the command that the words call. */
async function fail(error: unknown, debug: boolean, words: readonly string[]): Promise<number> {
  const message = debug && error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  process.stderr.write(`attune: ${printable(spellCommands(fitAdvice(message, await knownFlags(words))))}\n`);
  return exitCodeOf(error);
}

/** The flags of the command that the words call, and of all: for this, all are loaded. */
async function knownFlags(words: readonly string[]): Promise<KnownFlags> {
  const program = await buildProgram(packageVersion(), async () => {});
  return { own: ownFlags(program, words), all: longs(program.commands) };
}

function ownFlags(program: CommandUnknownOpts, words: readonly string[]): Set<string> {
  return longs(program.commands.filter((command) => command.name() === commandNamed(words[0] ?? '')));
}

function longs(commands: readonly CommandUnknownOpts[]): Set<string> {
  return new Set(commands.flatMap(({ options }) => options.map(({ long }) => long ?? '')));
}
