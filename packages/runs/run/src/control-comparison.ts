import * as z from 'zod';

import { type FileStore, readText } from './file-store.ts';
import { parseJson } from './run-config.ts';
import { RunFileError } from './run-file-error.ts';
import { runFiles } from './run-files.ts';

/** A run beside the same run without attention, on the same validation images. Shares are
 * fractions. */
const controlComparison = z.object({
  images: z.int().positive(),
  accuracy: z.number(),
  controlAccuracy: z.number(),
  /** Accuracy with attention less that without, and where it lies with 95 % confidence. */
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  /** Images that only one of them got right. */
  onlyWith: z.int(),
  onlyWithout: z.int(),
  /** McNemar's exact test, two-sided. */
  pValue: z.number(),
});

export type ControlComparison = z.infer<typeof controlComparison>;

/** Whether attention helped: beyond what chance does on so many images, or not shown. */
export function controlVerdict({ difference, pValue }: Pick<ControlComparison, 'difference' | 'pValue'>): 'helped' | 'hurt' | 'not shown' {
  if (pValue >= 0.05) return 'not shown';
  return difference > 0 ? 'helped' : 'hurt';
}

/** Null of a run without a control.
 *
 * @throws {RunFileError} when the file is none of ours. */
export async function readComparison(files: Pick<FileStore, 'read'>, run: string): Promise<ControlComparison | null> {
  const text = await readText(files, runFiles.comparison);
  if (text === null) return null;
  const result = controlComparison.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new RunFileError(run, `its ${runFiles.comparison} cannot be read. Remove it, or train again with --control.`);
}
