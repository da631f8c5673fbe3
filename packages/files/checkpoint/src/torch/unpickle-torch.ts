import { CheckpointError } from '../checkpoint-error.ts';
import { PickleError } from '../pickle/pickle-error.ts';
import { type PickleHandlers } from '../pickle/pickle-machine.ts';
import { type Unpickled, unpickle } from '../pickle/unpickle.ts';
import type { ReadLimits } from '../read-limits.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { torchHandlers } from './torch-values.ts';

interface PickleIn {
  /** Where the pickle begins in the bytes. Default: 0. */
  readonly start?: number;
  /** What messages call the file. */
  readonly file: string;
  readonly limits: ReadLimits;
  readonly handlers?: PickleHandlers;
}

/** A pickle of a torch file as data.
 *
 * @throws {CheckpointError} with the file's name, for whatever is wrong with the pickle. */
export function unpickleTorch(bytes: Uint8Array, { start = 0, file, limits, handlers = torchHandlers }: PickleIn): Unpickled {
  try {
    return unpickle(bytes, start, handlers, limits.maxPickleValues);
  } catch (cause) {
    if (!(cause instanceof PickleError)) throw cause;
    throw new CheckpointError({ kind: cause.kind, file, message: `${cause.message}. ${wayOut(cause)}`, cause });
  }
}

function wayOut({ kind }: PickleError): string {
  return kind === 'too-large' ? 'If you trust it, raise the limit.' : 'The file is damaged, incomplete, or no PyTorch file.';
}

interface PickleSeries {
  /** Where the first pickle begins in the file. */
  readonly start: number;
  /** Of each pickle. */
  readonly handlers: readonly PickleHandlers[];
  readonly limits: ReadLimits;
  /** Bytes that are read at first. */
  readonly firstWindow?: number;
}

/** Pickles one after another, whose length nobody says: reads ever larger pieces of the file until
 * all are whole, so that what lies behind them stays unread. */
export async function unpickleSeries(
  source: OpenSource,
  { start, handlers, limits, firstWindow = 2 ** 16 }: PickleSeries,
): Promise<{ readonly values: readonly unknown[]; readonly end: number }> {
  const most = Math.max(0, Math.min(source.size - start, limits.maxHeaderBytes));
  for (let window = Math.min(firstWindow, most); ; window = Math.min(window * 4, most)) {
    const bytes = await readExactly(source, start, window, 'the description of the tensors');
    try {
      const { values, end } = readSeries(bytes, handlers, { file: source.name, limits });
      return { values, end: start + end };
    } catch (cause) {
      if (!(cause instanceof CheckpointError) || cause.kind !== 'truncated') throw cause;
      if (window === most) throw most < source.size - start ? tooLarge(source.name, most, cause) : cause;
    }
  }
}

function tooLarge(file: string, limit: number, cause: unknown): CheckpointError {
  const message = `the description of its tensors has more than ${limit} bytes. If you trust it, raise maxHeaderBytes.`;
  return new CheckpointError({ kind: 'too-large', file, message, cause });
}

function readSeries(bytes: Uint8Array, handlers: readonly PickleHandlers[], within: Pick<PickleIn, 'file' | 'limits'>): { values: unknown[]; end: number } {
  const values: unknown[] = [];
  let end = 0;
  for (const handler of handlers) {
    const unpickled = unpickleTorch(bytes, { ...within, start: end, handlers: handler });
    values.push(unpickled.value);
    end = unpickled.end;
  }
  return { values, end };
}
