import { seededRandom } from '@attune/nn';

import { mutate } from './mutate.ts';

/** A valid file to begin with. */
export interface SeedFile {
  readonly format: string;
  readonly bytes: Uint8Array;
  /** The file that lies beside it, whatever it is called. */
  readonly beside?: Uint8Array;
}

/** What is done with each file. */
export interface Reader {
  /** Reads all of it, or throws. */
  read(bytes: Uint8Array, beside?: Uint8Array): Promise<void>;
  /** The kind of a refusal, or null for an error that is not ours. */
  refusalOf(error: unknown): string | null;
}

export interface FuzzRun {
  /** In all. */
  readonly files: number;
  readonly seed: number;
  readonly onProgress?: ((done: number) => void) | undefined;
}

export interface FuzzResult {
  readonly files: number;
  /** Files that are still valid. */
  readonly readable: number;
  /** Refusals by their kind. */
  readonly refused: Readonly<Record<string, number>>;
  /** The same by the format they come from. */
  readonly formats: Readonly<Record<string, { readonly readable: number; readonly refused: number }>>;
  readonly slowestMilliseconds: number;
  /** Growth of the process over the whole loop. */
  readonly heldBytes: number;
  /** What must not be: errors that are not ours, a touched prototype. */
  readonly faults: readonly string[];
  /** Files that took more than two seconds: on a quiet machine there are none. */
  readonly slow: readonly string[];
}

const mostMilliseconds = 2000;
const mostFaults = 20;

/** Reads so many mutated files, the formats in turns, and tells what became of them. */
export async function fuzzFiles(seeds: readonly SeedFile[], { read, refusalOf }: Reader, { files, seed, onProgress }: FuzzRun): Promise<FuzzResult> {
  const random = seededRandom(seed);
  const prototype = prototypeNames();
  const refused: Record<string, number> = {};
  const formats = Object.fromEntries(seeds.map(({ format }) => [format, { readable: 0, refused: 0 }]));
  const faults: string[] = [];
  const slow: string[] = [];
  const before = process.memoryUsage.rss();
  let slowest = 0;
  for (let index = 0; index < files && faults.length + slow.length < mostFaults; index++) {
    const { format, bytes, beside } = seeds[index % seeds.length]!;
    const mutated = mutate(bytes, random);
    const started = performance.now();
    const error = await read(mutated, beside).catch((cause: unknown) => cause ?? 'nothing');
    const milliseconds = performance.now() - started;
    slowest = Math.max(slowest, milliseconds);
    const kind = error === undefined ? null : refusalOf(error);
    if (error === undefined) formats[format]!.readable += 1;
    else if (kind === null) faults.push(`${format}: ${String(error)}: ${Buffer.from(mutated).toString('base64')}`);
    else {
      refused[kind] = (refused[kind] ?? 0) + 1;
      formats[format]!.refused += 1;
    }
    if (milliseconds > mostMilliseconds) slow.push(`${format}: ${Math.round(milliseconds)} ms: ${Buffer.from(mutated).toString('base64')}`);
    if (index % 1000 === 999) onProgress?.(index + 1);
  }
  if (prototypeNames() !== prototype) faults.push(`a prototype was touched: ${prototypeNames()}`);
  const readable = Object.values(formats).reduce((sum, one) => sum + one.readable, 0);
  return { files, readable, refused, formats, slowestMilliseconds: slowest, heldBytes: process.memoryUsage.rss() - before, faults, slow };
}

function prototypeNames(): string {
  return [Object.prototype, Array.prototype, Map.prototype].map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join(';');
}
