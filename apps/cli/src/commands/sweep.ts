import { readFile } from 'node:fs/promises';

import { parseSweep, trialsOf } from '@attune/sweep';

import type { CommandContext, Report } from '../command.ts';
import { withPathError } from '../path-error.ts';
import { userPath } from '../paths.ts';
import { requireFlags } from './sweep/check-flags.ts';
import { dryRun } from './sweep/dry-run.ts';
import { planSweep } from './sweep/plan-sweep.ts';
import { type SweepOptions, runSweep } from './sweep/run-sweep.ts';

/** Trains what a spec asks for, and compares it. A sweep that was stopped goes on: trials that are
 * finished are known by their digest. */
export async function sweep(file: string, options: SweepOptions & { readonly dryRun?: true | undefined }, context: CommandContext): Promise<Report> {
  const path = userPath(file);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw withPathError(error, { path, given: `SPEC ${file}` });
  });
  const spec = parseSweep(text, file);
  requireFlags(trialsOf(spec), file);
  const plan = await planSweep(spec);
  return options.dryRun === true ? dryRun(plan, options, context) : runSweep(plan, options, context);
}
