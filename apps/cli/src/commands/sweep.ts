import { parseSweep, trialsOf } from '@attune/sweep';

import type { CommandContext, Report } from '../command.ts';
import { withPathError } from '../path-error.ts';
import { userPath } from '../paths.ts';
import { readText } from '../read-text.ts';
import { UsageError } from '../usage-error.ts';
import { requireFlags } from './sweep/check-flags.ts';
import { defaultQueue } from './sweep/default-queue.ts';
import { dryRun } from './sweep/dry-run.ts';
import { type ExportKind, type ExportOptions, exportSweep } from './sweep/export/export-sweep.ts';
import { planSweep } from './sweep/plan-sweep.ts';
import { runSweep } from './sweep/run-sweep.ts';
import { withQueue } from './sweep/with-queue.ts';

export interface SweepCommandOptions extends ExportOptions {
  readonly dryRun?: true | undefined;
  readonly export?: ExportKind | undefined;
}

/** Trains what a spec asks for, and compares it. A sweep that was stopped goes on: trials that are
 * finished are known by their digest. */
export async function sweep(file: string, options: SweepCommandOptions, context: CommandContext): Promise<Report> {
  const path = userPath(file);
  const text = await readText(path).catch((error: unknown) => {
    throw withPathError(error, { path, given: `SPEC ${file}` });
  });
  const spec = parseSweep(text, file);
  requireFlags(trialsOf(spec), file);
  if (options.export !== undefined) return exportSweep({ spec, text, file }, options.export, options);
  if (options.dataStore !== undefined && options.redis === undefined)
    throw new UsageError('--data-store is where workers find the data: it needs --redis. Without workers, leave it out.');
  if (options.redis !== undefined && options.dryRun !== true) {
    const { announceSweep } = await withQueue(() => import('./sweep/queue-end.ts'));
    await announceSweep(options.redis, options.queue ?? defaultQueue);
  }
  const plan = await planSweep(spec);
  return options.dryRun === true ? dryRun(plan, options, context) : runSweep(plan, options, context);
}
