import { createRequire } from 'node:module';

import { CommanderError } from '@commander-js/extra-typings';

import type { CommonFlags, Work, WorkOptions } from './command.ts';
import { exitCodeOf, exitCodes, messageOf } from './exit-code.ts';
import { spellFlags } from './flag-of.ts';
import { buildProgram } from './program.ts';
import { listenForEndings } from './terminal/endings.ts';
import { type OutputStreams, readerGone, watchOutputStreams } from './terminal/output-streams.ts';
import { printable } from './terminal/printable.ts';
import { openTerminal } from './terminal/terminal.ts';

/** Runs a command line and gives the exit code. Results go to stdout, everything else to stderr. */
export async function main(words: readonly string[]): Promise<number> {
  const output = watchOutputStreams();
  let exitCode: number = exitCodes.done;
  const program = buildProgram(packageVersion(), async (flags, work, options) => {
    exitCode = await runReporting(flags, work, { ...options, output });
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ outputError: (text, write) => write(printable(text.replace(/^error: /u, 'attune: '))) });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    return fail(error, words.includes('--debug'), {});
  } finally {
    await output.close();
  }
  return exitCode;
}

interface Reporting extends WorkOptions {
  readonly output: OutputStreams;
}

async function runReporting(flags: CommonFlags, work: Work, { output, outlivesReader = false }: Reporting): Promise<number> {
  const { json, quiet, debug } = flags;
  const opened = openTerminal({ quiet: quiet === true });
  const terminal = { ...opened, warn: (line: string) => opened.warn(spellFlags(line, flags)) };
  const ending = new AbortController();
  const stopListening = listenForEndings(() => {
    terminal.warn('Stopping after this step; press Ctrl-C again to quit at once.');
    ending.abort();
  }, exitCodes.stopped);
  const signal = outlivesReader ? ending.signal : AbortSignal.any([ending.signal, output.closed]);
  try {
    const report = await work({ terminal, signal });
    await output.write(`${spellFlags(printable(json === true ? JSON.stringify(report.json) : report.text), flags)}\n`);
    return report.exitCode ?? exitCodes.done;
  } catch (error) {
    if (error === readerGone) return exitCodes.done;
    if (signal.aborted && error === signal.reason) return exitCodes.stopped;
    return fail(error, debug === true, flags);
  } finally {
    stopListening();
  }
}

/** `flags` are those of the command that failed, so that its advice names them. */
function fail(error: unknown, debug: boolean, flags: object): number {
  const message = debug && error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  process.stderr.write(`attune: ${printable(spellFlags(message, flags))}\n`);
  return exitCodeOf(error);
}

function packageVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
}
