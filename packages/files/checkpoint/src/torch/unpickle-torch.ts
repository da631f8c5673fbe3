import { CheckpointError } from '../checkpoint-error.ts';
import { PickleError } from '../pickle/pickle-error.ts';
import { type PickleHandlers } from '../pickle/pickle-machine.ts';
import { type Unpickled, unpickle } from '../pickle/unpickle.ts';
import type { ReadLimits } from '../read-limits.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { torchHandlers } from './torch-values.ts';

/** A pickle of a torch file as data.
 *
 * @throws {CheckpointError} with the file's name, for whatever is wrong with the pickle. */
export function unpickleTorch(
  bytes: Uint8Array,
  start: number,
  file: string,
  { maxPickleValues }: ReadLimits,
  handlers: PickleHandlers = torchHandlers,
): Unpickled {
  try {
    return unpickle(bytes, start, handlers, maxPickleValues);
  } catch (cause) {
    if (!(cause instanceof PickleError)) throw cause;
    throw new CheckpointError({ kind: cause.kind, file, message: `${cause.message}. ${wayOut(cause)}`, cause });
  }
}

function wayOut({ kind }: PickleError): string {
  return kind === 'too-large' ? 'If you trust it, raise the limit.' : 'The file is damaged, incomplete, or no PyTorch file.';
}

/** Pickles one after another from `start`, whose length nobody says: reads ever larger pieces of the file, `firstWindow` bytes at first, until all are whole, so that what lies behind them stays unread. */
export async function unpickleSeries(
  source: OpenSource,
  start: number,
  handlers: readonly PickleHandlers[],
  limits: ReadLimits,
  firstWindow = 2 ** 16,
): Promise<{ readonly values: readonly unknown[]; readonly end: number }> {
  const most = Math.max(0, Math.min(source.size - start, limits.maxHeaderBytes));
  for (let window = Math.min(firstWindow, most); ; window = Math.min(window * 4, most)) {
    const bytes = await readExactly(source, start, window, 'the description of the tensors');
    try {
      return readSeries(bytes, start, source.name, handlers, limits);
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

function readSeries(
  bytes: Uint8Array,
  start: number,
  file: string,
  handlers: readonly PickleHandlers[],
  limits: ReadLimits,
): { values: unknown[]; end: number } {
  const values: unknown[] = [];
  let end = 0;
  for (const handler of handlers) {
    const unpickled = unpickleTorch(bytes, end, file, limits, handler);
    values.push(unpickled.value);
    end = unpickled.end;
  }
  return { values, end: start + end };
}
