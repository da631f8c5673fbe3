import type { DatasetRecord } from '@attune/data';
import { z } from 'zod';

import { type FileStore, readText } from './file-store.ts';
import { parseJson } from './run-config.ts';
import { RunFileError } from './run-file-error.ts';
import { runFiles } from './run-files.ts';

const part = z
  .object({ names: z.array(z.string()), marks: z.array(z.string()), digest: z.string() })
  .refine(({ names, marks }) => names.length === marks.length, 'it has as many marks as names');
const record = z.object({ train: part, validation: part });

/** What a run's `data.json` says of the images that it was trained on and validated with; null
 * where there is none, as in runs of before.
 *
 * @param name what messages call the run.
 * @throws {RunFileError} when the file is damaged. */
export async function readSavedData(files: Pick<FileStore, 'read'>, name: string): Promise<DatasetRecord | null> {
  const text = await readText(files, runFiles.data);
  if (text === null) return null;
  const result = record.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new RunFileError(
    name,
    `its ${runFiles.data} is damaged. Copy it from a backup. Or remove it: then nobody can tell any more whether its data are those it was started with.`,
  );
}
