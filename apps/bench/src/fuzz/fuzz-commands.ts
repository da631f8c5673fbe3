import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { seededRandom } from '@attune/nn';

import { BenchError } from '../bench-error.ts';
import { CommandProcess } from './command-process.ts';
import { faultOf } from './command-fault.ts';
import { type CommandLike, type OptionLike, hostileCommand } from './hostile-command.ts';
import { hostilePlaces, makeRun, makeTaskRuns } from './hostile-places.ts';

export interface CommandFuzzResult {
  readonly commands: number;
  /** Flags that were tried, of all that the program has: a flag of two commands counts twice. */
  readonly flags: { readonly tried: number; readonly all: number };
  /** By exit code; `none` where the process gave none. */
  readonly answers: Readonly<Record<string, number>>;
  readonly slowestSeconds: number;
  /** What must not be, each with its command line. */
  readonly faults: readonly string[];
}

export interface CommandFuzz {
  readonly commands: number;
  readonly seed: number;
  /** Position of the first, counted from 1: a long list is tried in pieces. Default: 1. */
  readonly first?: number | undefined;
  /** Command lines at a time. Default: 2. */
  readonly processes?: number | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
}

const limitMilliseconds = 300_000;
const mostFaults = 60;
/** No machine is asked for anything: where the Hub and PyTorch's files would be, nobody answers. */
const nowhere = 'http://127.0.0.1:1';

/** Runs command lines with hostile values, every flag of every command in turn, as
 * commander's own program lists them. */
export async function fuzzCommands({ commands, seed, first = 1, processes = 2, onProgress }: CommandFuzz): Promise<CommandFuzzResult> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-fuzz-commands-'));
  const environment = { ATTUNE_MIRROR: nowhere, HF_ENDPOINT: nowhere, TORCH_HOME: join(folder, 'torch') };
  const places = await hostilePlaces(folder);
  const program = await programOfCommand();
  const subjects = program.flatMap((command) => [null, ...command.options].map((flag) => ({ command, flag })));
  const tally = { answers: {} as Record<string, number>, faults: [] as string[], slowest: 0, next: 0, tried: new Set<OptionLike>() };
  const oneAfterAnother = async () => {
    const place = new CommandProcess({ folder, environment });
    while (tally.next < commands && tally.faults.length < mostFaults) {
      const index = first - 1 + tally.next++;
      const { command, flag } = subjects[index % subjects.length]!;
      // Of its own chance, so that one process or another may come to it first.
      const words = hostileCommand(command, flag, places, seededRandom(seed * 1_000_003 + index));
      const started = performance.now();
      const answer = await place.run(words, limitMilliseconds);
      tally.slowest = Math.max(tally.slowest, performance.now() - started);
      tally.answers[String(answer.code ?? 'none')] = (tally.answers[String(answer.code ?? 'none')] ?? 0) + 1;
      if (flag !== null) tally.tried.add(flag);
      const fault = faultOf(words, answer, { command, program });
      if (fault !== null) tally.faults.push(`${fault}: ${JSON.stringify(words.map(shortened))}: ${JSON.stringify(answer.output.slice(-600))}`);
      if (tally.next % 50 === 0) onProgress?.(tally.next);
    }
    place.end();
  };
  try {
    await makeTheRuns(new CommandProcess({ folder, environment }));
    await Promise.all(Array.from({ length: processes }, oneAfterAnother));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const { answers, faults, slowest, tried } = tally;
  return { commands: tally.next, flags: { tried: tried.size, all: subjects.length - program.length }, answers, slowestSeconds: slowest / 1000, faults };
}

async function makeTheRuns(place: CommandProcess): Promise<void> {
  for (const words of [makeRun, ...makeTaskRuns]) {
    const { code, output } = await place.run(words, 5 * limitMilliseconds);
    if (code !== 0) throw new BenchError(`The runs that the commands look at were not made: ${output}`);
  }
  place.end();
}

/** The commands as commander knows them, from the built command: one app does not
 * import another. */
async function programOfCommand(): Promise<readonly CommandLike[]> {
  const built = fileURLToPath(new URL('../../../cli/dist/program.js', import.meta.url));
  const { buildProgram } = (await import(pathToFileURL(built).href)) as {
    readonly buildProgram: (version: string, run: () => Promise<void>) => Promise<{ readonly commands: readonly CommandLike[] }>;
  };
  return (await buildProgram('0.0.0', async () => {})).commands;
}

function shortened(word: string): string {
  return word.length <= 80 ? word : `${word.slice(0, 40)}… ${word.length} characters`;
}
