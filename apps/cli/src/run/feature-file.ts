import { type FileHandle, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import type { FeatureSpill, SpilledNumbers } from '@attune/staged-finetune';

/** What is always left free on the disk, in bytes. */
const reserveBytes = 2 ** 29;

/** Keeps features in files of a run's folder that have no name any more once they are open: they
 * end with the process, however it ends. */
export function featureFiles(folder: string, budgetBytes: number): FeatureSpill {
  let left = budgetBytes;
  let opened = 0;
  return {
    async open(numbers) {
      const bytes = numbers * Float32Array.BYTES_PER_ELEMENT;
      const { bavail, bsize } = await statfs(folder);
      if (bytes > left || bytes > bavail * bsize - reserveBytes) return null;
      left -= bytes;
      const path = join(folder, `features-${(opened += 1)}.cache`);
      const file = await open(path, 'w+');
      await rm(path, { force: true });
      return numbersIn(file, () => void (left += bytes));
    },
  };
}

function numbersIn(file: FileHandle, onClose: () => void): SpilledNumbers {
  return {
    async write(position, values) {
      await writeWhole(file, bytesOf(values), position * Float32Array.BYTES_PER_ELEMENT);
    },
    async read(position, values) {
      await readWhole(file, bytesOf(values), position * Float32Array.BYTES_PER_ELEMENT);
    },
    async close() {
      await file.close();
      onClose();
    },
  };
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

async function readWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new RangeError(`A row of features begins at byte ${position}, where nothing was written.`);
    done += bytesRead;
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
