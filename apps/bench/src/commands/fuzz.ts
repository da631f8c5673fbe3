import { BenchError } from '../bench-error.ts';
import { fuzzCheckpoints } from '../fuzz/fuzz-checkpoints.ts';

export interface FuzzOptions {
  readonly files: number;
  readonly seed: number;
  readonly json?: true | undefined;
}

/** Reads mutated checkpoints: each is read, or refused by an error of ours, in little time and memory.
 *
 * @throws {BenchError} when one is not. */
export async function fuzz({ files, seed, json }: FuzzOptions): Promise<void> {
  const result = await fuzzCheckpoints({ files, seed, onProgress: (done) => void process.stderr.write(`\r${done}/${files} files`) });
  process.stderr.write('\n');
  process.stdout.write(`${json === true ? JSON.stringify(result) : describe(result)}\n`);
  if (result.faults.length > 0) throw new BenchError(`${result.faults.length} files were neither read nor refused as they should be.`);
}

function describe({ files, readable, refused, slowestMilliseconds, heldBytes, faults }: Awaited<ReturnType<typeof fuzzCheckpoints>>): string {
  const kinds = Object.entries(refused).map(([kind, count]) => `${count} ${kind}`);
  const lines = [
    `${files} files: ${readable} read, refused: ${kinds.join(', ')}.`,
    `Slowest ${slowestMilliseconds.toFixed(0)} ms; the process grew by ${(heldBytes / 2 ** 20).toFixed(0)} MB.`,
  ];
  return [...lines, ...faults].join('\n');
}
