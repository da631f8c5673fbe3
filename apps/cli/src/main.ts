import { createRequire } from 'node:module';

import { CommanderError } from '@commander-js/extra-typings';

import type { CommandContext, CommonFlags, Report } from './command.ts';
import { exitCodeOf, exitCodes, messageOf } from './exit-code.ts';
import { buildProgram } from './program.ts';
import { openTerminal } from './terminal/terminal.ts';

/** Runs a command line and gives the exit code. Results go to stdout, everything else to stderr. */
export async function main(words: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = buildProgram(packageVersion(), async (flags, work) => {
    exitCode = await runReporting(flags, work);
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'attune: ')) });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    return fail(error, words.includes('--debug'));
  }
  return exitCode;
}

async function runReporting({ json, quiet, debug }: CommonFlags, work: (context: CommandContext) => Promise<Report>): Promise<number> {
  const terminal = openTerminal({ quiet: quiet === true });
  const interrupts = listenForInterrupts(terminal);
  try {
    const report = await work({ terminal, signal: interrupts.signal });
    process.stdout.write(json === true ? `${JSON.stringify(report.json)}\n` : `${report.text}\n`);
    return report.exitCode ?? exitCodes.done;
  } catch (error) {
    if (interrupts.signal.aborted && error === interrupts.signal.reason) return exitCodes.stopped;
    return fail(error, debug === true);
  } finally {
    interrupts.stop();
  }
}

function fail(error: unknown, debug: boolean): number {
  process.stderr.write(`attune: ${debug && error instanceof Error ? error.stack : messageOf(error)}\n`);
  return exitCodeOf(error);
}

/** The first Ctrl-C asks the command to stop where it can go on later; the second ends the process at once. */
function listenForInterrupts(terminal: CommandContext['terminal']): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.stopped);
    terminal.warn('Stopping after this step; press Ctrl-C again to end at once.');
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    stop: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

function packageVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
}
