import { join } from 'node:path';

import { disposeModule } from '@attune/nn';
import { fineTune } from '@attune/staged-finetune';

import type { CommandContext, Report } from '../command.ts';
import { messageOf } from '../exit-code.ts';
import { logMaps } from '../logs/log-maps.ts';
import { writeMetricsCsv } from '../logs/metrics-csv.ts';
import { TensorBoardLog } from '../logs/tensorboard-log.ts';
import { writeReport } from '../report/write-report.ts';
import { featureFiles } from '../run/feature-file.ts';
import { lockRun } from '../run/run-lock.ts';
import { StatusKeeper } from '../run/run-status.ts';
import type { Interval } from '../parse-option.ts';
import { endWithParent } from '../terminal/endings.ts';
import { FineTuneView, ProgressView } from '../terminal/progress.ts';
import { type ControlConfig, compareWithControl, openControl } from './finetune/control.ts';
import { epochLimit } from './finetune/epoch-limit.ts';
import { type FinetuneJob, type JobContext, prepareJob, reopenJob } from './finetune/job.ts';
import { measuredJob } from './finetune/measured-job.ts';
import type { FinetuneOptions } from './finetune/options.ts';
import { settingsOf } from './finetune/resume-flags.ts';
import { type Outcome, type SplitBatches, reportOutcome } from './finetune/summary.ts';

const megabyte = 2 ** 20;

/** The main job: a folder of images and a checkpoint in, a fine-tuned network with
 * attention out. */
export async function finetune(data: string | undefined, options: FinetuneOptions, context: CommandContext): Promise<Report> {
  endWithParent();
  const unlocks: (() => Promise<void>)[] = [];
  const lock = async (run: string) => void unlocks.push(await lockRun(run));
  try {
    return await train(data, options, { ...context, lock });
  } finally {
    for (const unlock of unlocks) await unlock();
  }
}

async function train(data: string | undefined, options: FinetuneOptions, context: JobContext): Promise<Report> {
  const begun = options.resume === undefined ? await prepareJob(data, options, context) : await reopenJob(data, options.resume, options, context);
  const job = await measuredJob(begun, context);
  if (job === null) return reportOutcome(begun, stoppedBefore);
  const settings = settingsOf(job.run, options);
  const all = { ...options, ...settings };
  if (settings.control === true && (await trainControl(job, data, { options: all, context })).stopped) return reportOutcome(job, stoppedBefore);
  const outcome = await runStages(job, all, context);
  if (settings.tensorboard === true && !outcome.stopped) {
    const { dataset, network, run } = job;
    const epochs = run.recipe.stages.reduce((sum, stage) => sum + stage.epochs, 0);
    const steps = dataset.train.batchIndices({ batchSize: run.config.training.batchSize }).length * epochs;
    await logMaps(join(run.path, 'tensorboard'), { network, dataset, step: steps });
  }
  if (settings.csv === true && outcome.results.length > 0) await writeMetricsCsv(job.run);
  const control = settings.control === true && !outcome.stopped ? await compareWithControl(job, context) : null;
  const wantsReport = options.report !== false && !outcome.stopped && outcome.best !== null;
  return reportOutcome(job, { ...outcome, control, report: wantsReport ? await tryReport(job, context) : null });
}

const stoppedBefore: Outcome = { best: null, bestEma: null, results: [], stopped: true, splits: [], seconds: 0, control: null, report: null };

/** What has to be known of attention first: the same without it. */
async function trainControl(job: FinetuneJob, data: string | undefined, config: ControlConfig): Promise<Pick<Outcome, 'stopped'>> {
  const { terminal } = config.context;
  const control = await openControl(job, data, config);
  if (control === null) return { stopped: false };
  terminal.note('First the same without attention:');
  try {
    const { stopped } = await runStages(control, config.options, config.context);
    if (!stopped) terminal.note('Now with attention:');
    return { stopped };
  } finally {
    disposeModule(control.network);
  }
}

/** A run is worth its time without a report too. */
async function tryReport(job: FinetuneJob, { terminal, signal }: CommandContext): Promise<string | null> {
  const progress = new ProgressView(terminal);
  try {
    return await writeReport(job, { progress, signal });
  } catch (error) {
    const reason = signal.aborted ? 'you stopped it' : messageOf(error);
    terminal.warn(`No report was written: ${reason}. The run is complete; write it later with: attune report ${job.run.path}`);
    return null;
  } finally {
    progress.stop();
  }
}

async function runStages(
  { dataset, network, plan, run, resumed, features }: FinetuneJob,
  options: FinetuneOptions,
  { terminal, signal }: CommandContext,
): Promise<Omit<Outcome, 'report' | 'control'>> {
  const { training } = run.config;
  const log = options.tensorboard === true ? await TensorBoardLog.create(join(run.path, 'tensorboard'), run.recipe) : null;
  const status = new StatusKeeper(run.path);
  const view = new FineTuneView(terminal, { stages: run.recipe.stages.length, trainImages: dataset.train.size, batchSize: training.batchSize });
  const started = performance.now();
  let outcome: Pick<Outcome, 'best' | 'bestEma' | 'results' | 'stopped'> = { best: null, bestEma: null, results: [], stopped: false };
  const limit = epochLimit(options.untilEpoch, (await run.loadCheckpoint())?.progress.results ?? []);
  const splits: SplitBatches[] = [];
  const events = fineTune(network, dataset, run.recipe, {
    plan,
    features,
    batchSize: training.batchSize,
    seed: training.seed,
    signal: AbortSignal.any([signal, limit.signal]),
    store: run,
    resume: resumed,
    ...(options.cache === undefined ? {} : { cacheBytes: options.cache * megabyte }),
    spill: featureFiles(run.path, (options.diskCache ?? 0) * megabyte),
    onNonFinite: options.onNan ?? 'stop',
    ...checkpointInterval(options.checkpointEvery),
  });
  try {
    for await (const event of events) {
      limit.watch(event);
      view.show(event);
      await log?.write(event);
      await status.keep(event);
      if (event.kind === 'split') splits.push({ stage: event.stage, batchSize: event.batchSize, partSize: event.partSize });
      if (event.kind === 'end') outcome = { best: event.best, bestEma: event.bestEma, results: event.results, stopped: false };
      if (event.kind === 'stopped') outcome = { ...outcome, stopped: true };
    }
  } finally {
    view.stop();
    await log?.close();
    await status.remove();
  }
  if (!outcome.stopped) await run.finish(outcome.results);
  return { ...outcome, splits, seconds: (performance.now() - started) / 1000 };
}

function checkpointInterval(every: Interval | undefined): { readonly checkpointEverySteps?: number; readonly checkpointEverySeconds?: number } {
  if (every === undefined) return {};
  return 'steps' in every ? { checkpointEverySteps: every.steps } : { checkpointEverySeconds: every.seconds };
}
