import { BenchError } from '../bench-error.ts';
import { fuzzCheckpoints } from '../fuzz/fuzz-checkpoints.ts';
import type { FuzzResult, FuzzRun } from '../fuzz/fuzz-files.ts';
import { fuzzImages } from '../fuzz/fuzz-images.ts';

export interface FuzzOptions extends Pick<FuzzRun, 'files' | 'seed'> {
  readonly json?: true | undefined;
}

/** Reads mutated checkpoints: each is read, or refused by an error of ours, in little time and memory.
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

async function report(run: (given: FuzzRun) => Promise<FuzzResult>, { files, seed, json }: FuzzOptions): Promise<void> {
  const result = await run({ files, seed, onProgress: (done) => void process.stderr.write(`\r${done}/${files} files`) });
  process.stderr.write('\n');
  process.stdout.write(`${json === true ? JSON.stringify(result) : describe(result)}\n`);
  if (result.faults.length > 0) throw new BenchError(`${result.faults.length} files were neither read nor refused as they should be.`);
}

function describe({ files, readable, refused, formats, slowestMilliseconds, heldBytes, faults }: FuzzResult): string {
  const kinds = Object.entries(refused).map(([kind, count]) => `${count} ${kind}`);
  const lines = [
    `${files} files: ${readable} read, refused: ${kinds.join(', ')}.`,
    ...Object.entries(formats).map(([format, counts]) => `  ${format}: ${counts.readable} read, ${counts.refused} refused`),
    `Slowest ${slowestMilliseconds.toFixed(0)} ms; the process grew by ${(heldBytes / 2 ** 20).toFixed(0)} MB.`,
  ];
  return [...lines, ...faults].join('\n');
}
