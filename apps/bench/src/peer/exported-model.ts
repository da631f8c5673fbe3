import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { python, pythonProgram } from '../measure/python.ts';
import type { Work } from '../workload/work.ts';
import { CannotDoError } from './peer.ts';

/** The network or convolution of a work as an ONNX file, which PyTorch writes.
 *
 * @throws {CannotDoError} when PyTorch cannot. */
export async function exportedModel(work: Work): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-bench-'));
  try {
    const file = join(folder, 'model.onnx');
    await promisify(execFile)(python, [pythonProgram('export_onnx.py'), JSON.stringify(work), file]).catch((error: Error) => {
      throw new CannotDoError(`its model is exported by PyTorch, which failed: ${error.message.split('\n').at(-2) ?? error.message}`);
    });
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
