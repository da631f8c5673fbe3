import { cpus } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';

import { type ReportSources, reportRun } from '@attune/report';

import { invocation } from '../invocation.ts';
import { shownPath } from '../paths.ts';
import { writeFileSafely } from '../run/write-file.ts';
import type { ProgressView } from '../terminal/progress.ts';
import { encodePicture } from './encode-picture.ts';

export const reportFile = 'report.html';

/** Writes a run's report into its folder, and gives its path. */
export async function writeReport(
  sources: ReportSources,
  { progress, signal }: { readonly progress: ProgressView; readonly signal: AbortSignal },
): Promise<string> {
  const { run, dataset } = sources;
  const total = dataset.validation.size;
  const page = await reportRun(sources, {
    title: basename(run.path),
    machine: `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus()[0]?.model ?? 'unknown processor'}`,
    where: 'In the folder from which this report was written:',
    program: invocation(),
    writePath: (path) => (isAbsolute(path) ? shownPath(path) : path),
    encode: encodePicture,
    signal,
    onProgress: (done) => progress.update('report: evaluating', { done, total }),
  });
  progress.stop();
  const path = join(run.path, reportFile);
  await writeFileSafely(path, page);
  return path;
}
