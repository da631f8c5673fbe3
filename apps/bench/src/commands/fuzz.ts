import { BenchError } from '../bench-error.ts';
import { fuzzCheckpoints } from '../fuzz/fuzz-checkpoints.ts';
import type { FuzzResult, FuzzRun } from '../fuzz/fuzz-files.ts';
import { fuzzImages } from '../fuzz/fuzz-images.ts';
import { type CommandFuzz, fuzzCommands } from '../fuzz/fuzz-commands.ts';
import { fuzzServer, fuzzService } from '../fuzz/fuzz-server.ts';

export interface FuzzOptions extends Pick<FuzzRun, 'files' | 'seed'> {
  readonly json?: true | undefined;
}

/** Reads mutated checkpoints: each is read, or refused by an error of ours, in little
 * time and memory.
 *
 * @throws {BenchError} when one is not. */
export async function fuzz(options: FuzzOptions): Promise<void> {
  await report(fuzzCheckpoints, options);
}

/** Decodes mutated images: each is decoded, or refused as broken, in little time and memory.
 *
 * @throws {BenchError} when one is not. */
export async function fuzzPictures(options: FuzzOptions): Promise<void> {
  await report(fuzzImages, options);
}

export interface FuzzServerOptions {
  readonly server: 'web' | 'serve';
  readonly requests: number;
  readonly seed: number;
  readonly json?: true | undefined;
}

/** Sends hostile requests to `attune web` or `attune serve` on this machine: each is
 * answered, and it goes on serving.
 *
 * @throws {BenchError} when it does not. */
export async function fuzzWeb({ server, requests, seed, json }: FuzzServerOptions): Promise<void> {
  const result = await (server === 'web' ? fuzzServer : fuzzService)({
    requests,
    seed,
    onProgress: (done) => void process.stderr.write(`\r${done}/${requests} requests`),
  });
  process.stderr.write('\n');
  const counts = Object.entries(result.answers).map(([status, count]) => `${count} × ${status}`);
  process.stdout.write(`${json === true ? JSON.stringify(result) : [`${requests} requests: ${counts.join(', ')}`, ...result.faults].join('\n')}\n`);
  if (result.faults.length > 0) throw new BenchError(`${result.faults.length} requests were not answered as they should be.`);
}

export interface FuzzCommandsOptions extends Omit<CommandFuzz, 'onProgress'> {
  readonly json?: true | undefined;
}

/** Runs `attune` with hostile values of every flag: each command line ends within a
 * minute, with an answer written for people.
 *
 * @throws {BenchError} when one does not. */
export async function fuzzFlags({ json, ...asked }: FuzzCommandsOptions): Promise<void> {
  const result = await fuzzCommands({ ...asked, onProgress: (done) => void process.stderr.write(`\r${done}/${asked.commands} command lines`) });
  process.stderr.write('\n');
  const { commands, flags, answers, slowestSeconds, faults } = result;
  const counts = Object.entries(answers).map(([code, count]) => `${count} × exit ${code}`);
  const summary = `${commands} command lines, ${flags.tried} of ${flags.all} flags: ${counts.join(', ')}; slowest ${slowestSeconds.toFixed(1)} s`;
  process.stdout.write(`${json === true ? JSON.stringify(result) : [summary, ...faults].join('\n')}\n`);
  if (faults.length > 0) throw new BenchError(`${faults.length} command lines did not end as they should.`);
}

async function report(run: (given: FuzzRun) => Promise<FuzzResult>, { files, seed, json }: FuzzOptions): Promise<void> {
  const result = await run({ files, seed, onProgress: (done) => void process.stderr.write(`\r${done}/${files} files`) });
  process.stderr.write('\n');
  process.stdout.write(`${json === true ? JSON.stringify(result) : describe(result)}\n`);
  if (result.faults.length > 0) throw new BenchError(`${result.faults.length} files were neither read nor refused as they should be.`);
  if (result.slow.length > 0) throw new BenchError(`${result.slow.length} files took more than two seconds.`);
}

function describe({ files, readable, refused, formats, slowestMilliseconds, heldBytes, faults, slow }: FuzzResult): string {
  const kinds = Object.entries(refused).map(([kind, count]) => `${count} ${kind}`);
  const lines = [
    `${files} files: ${readable} read, refused: ${kinds.join(', ')}.`,
    ...Object.entries(formats).map(([format, counts]) => `  ${format}: ${counts.readable} read, ${counts.refused} refused`),
    `Slowest ${slowestMilliseconds.toFixed(0)} ms; the process grew by ${(heldBytes / 2 ** 20).toFixed(0)} MB.`,
  ];
  return [...lines, ...faults, ...slow].join('\n');
}
