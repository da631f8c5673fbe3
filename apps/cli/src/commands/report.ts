import { join } from 'node:path';

import { startBackend } from '@attune/backend';

import type { CommandContext, Report } from '../command.ts';
import { buildEmptyModel } from '@attune/zoo';
import { outputFile } from '../output-path.ts';
import { userPath } from '../paths.ts';
import { sharedField, warnOfSharedImages } from '../shared-images.ts';
import { reportFile, writeReport } from '../report/write-report.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { ProgressView } from '../terminal/progress.ts';
import { openRunData } from './finetune/run-data.ts';

export interface ReportOptions {
  /** Where the images are now. Default: where they were. */
  readonly data?: string | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
}

/** Writes a run's `report.html` anew. */
export async function report(folder: string, { data, backend, threads }: ReportOptions, context: CommandContext): Promise<Report> {
  const { terminal, signal } = context;
  const run = await openRunFolder(userPath(folder));
  await outputFile(join(run.path, reportFile), 'RUN');
  const { model } = run.config;
  const dataset = await openRunData(run, data);
  const shared = await warnOfSharedImages(dataset, context);
  await startBackend(backend, threads === undefined ? {} : { threads });
  const network = buildEmptyModel(model);
  await run.loadBest(network);
  const path = await writeReport({ run, network, dataset }, { progress: new ProgressView(terminal), signal });
  return { json: { run: run.path, report: path, ...sharedField(shared) }, text: `Open ${path}` };
}
