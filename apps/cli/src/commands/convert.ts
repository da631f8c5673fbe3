import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { StoredFloat } from '@attune/checkpoint';

import type { Report } from '../command.ts';
import { openWeights } from '../model/weights.ts';
import { type WeightsFormat, type WrittenWeights, formatBySuffix, writeWeights } from '../model/write-weights.ts';
import { userPath } from '../paths.ts';
import { configFile } from '../run/run-config.ts';
import { count } from '../terminal/format.ts';
import { UsageError } from '../usage-error.ts';

export interface ConvertOptions {
  readonly dtype?: StoredFloat | undefined;
}

/** A checkpoint in another format, told by the suffix of OUT. */
export async function convert(input: string, output: string, { dtype }: ConvertOptions): Promise<Report> {
  const format = formatBySuffix(output);
  const source = await openWeights(input);
  if (source === null) throw new UsageError('"none" is no checkpoint: give a file of weights.');
  return report(userPath(output), await writeWeights(userPath(output), source, { format, dtype }));
}

export interface ExportOptions extends ConvertOptions {
  readonly to: WeightsFormat;
  readonly out?: string | undefined;
}

const suffixes: Readonly<Record<WeightsFormat, string>> = { torch: 'pth', safetensors: 'safetensors' };

/** A run's best weights as a file to take elsewhere. */
export async function exportRun(run: string, { to, out, dtype }: ExportOptions): Promise<Report> {
  const folder = userPath(run);
  if ((await stat(join(folder, configFile)).catch(() => null)) === null)
    throw new UsageError(`${run} is no run: it has no ${configFile}. Of a bare checkpoint: attune convert IN OUT.`);
  const path = userPath(out ?? join(run, `model.${to === 'safetensors' ? 'exported.' : ''}${suffixes[to]}`));
  const source = (await openWeights(join(folder, 'model.safetensors')))!;
  return report(path, await writeWeights(path, source, { format: to, dtype }));
}

function report(path: string, written: WrittenWeights): Report {
  const { tensors, bytes, largestDifference } = written;
  const check =
    largestDifference === 0
      ? 'read again, it is the same to the bit'
      : `read again, values differ by ${largestDifference.toPrecision(2)} of the largest of their tensor at most`;
  return { json: { path, ...written }, text: `${path}: ${count(tensors)} tensors, ${count(bytes)} bytes; ${check}` };
}
