import { move, transferableSymbol, valueSymbol } from 'piscina';

import { ImageError } from '../../errors.ts';
import type { RgbImage } from '../../pixels/image.ts';
import { viewOf } from '../../augmentation/view-request.ts';
import { Budget } from '../../batches/parallel.ts';
import { decodeEncoded } from '../decode-image.ts';
import type { ImageAnswer, ImageTask } from './image-task.ts';

/** Pixels under way at once in a thread, in bytes. A larger image is decoded alone. */
const bytesUnderWay = 64 * 1024 * 1024;

/** Two images at once: while one is decoded by libuv's threads, this one looks at another. */
const mostAtOnce = 2;

const budget = new Budget(bytesUnderWay);

/** What the thread does with a task. Its answer's pixels are handed over, not copied. */
export async function answer(task: ImageTask): Promise<unknown> {
  const { width, height } = task.header;
  const cost = Math.max(width * height * 3, bytesUnderWay / mostAtOnce);
  return handedOver(await budget.run(cost, () => explained(task)));
}

async function explained(task: ImageTask): Promise<ImageAnswer> {
  try {
    return await answerTo(task);
  } catch (error) {
    if (error instanceof ImageError) return { reason: error.reason, cause: error.cause };
    throw error;
  }
}

async function answerTo({ path, header, source, request, keep, stopped }: ImageTask): Promise<ImageAnswer> {
  if (Atomics.load(stopped, 0) !== 0) return null;
  const decoded = isDecoded(source) ? source : await decodeEncoded(source, { path, header, channels: request.preprocessing.mean.length });
  return { seen: viewOf(decoded, request), image: keep ? inSharedMemory(decoded) : null };
}

function isDecoded(source: ImageTask['source']): source is RgbImage {
  return typeof source === 'object' && 'data' in source;
}

/** A copy that any thread can read, so that no later task needs another. */
function inSharedMemory({ width, height, data }: RgbImage): RgbImage {
  const shared = new Uint8Array(new SharedArrayBuffer(data.byteLength));
  shared.set(data);
  return { width, height, data: shared };
}

function handedOver(given: ImageAnswer): unknown {
  if (given === null || 'reason' in given) return given;
  return move({ [transferableSymbol]: given.seen.buffer, [valueSymbol]: given });
}
