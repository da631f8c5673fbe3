import { join } from 'node:path';

import { type BestEpoch, type MetricName, type StageResult, metricOf, taskTraits } from '@attune/staged-finetune';

import type { Report } from '../../command.ts';
import { exitCodes } from '../../exit-code.ts';
import { invocation } from '../../invocation.ts';
import { sharedField } from '../../shared-images.ts';
import { controlWords } from '@attune/report';
import { type ControlComparison, type Run, controlVerdict, taskOf } from '@attune/run';
import { count, duration, percent } from '../../terminal/format.ts';
import { figureText } from '../../terminal/figures.ts';
import { table } from '../../terminal/table.ts';
import { controlFolder } from './control.ts';
import type { FinetuneJob } from './job.ts';

/** How a stage's batches were computed that did not fit. */
export interface SplitBatches {
  readonly stage: string;
  readonly batchSize: number;
  readonly partSize: number;
}

/** How a run ended. */
export interface Outcome {
  readonly best: BestEpoch | null;
  /** Of the moving averages; null where no stage keeps one. */
  readonly bestEma: BestEpoch | null;
  readonly results: readonly StageResult[];
  readonly stopped: boolean;
  /** Stages whose batches did not fit into memory. */
  readonly splits: readonly SplitBatches[];
  readonly seconds: number;
  /** The run beside itself without attention; null without a control. */
  readonly control: ControlComparison | null;
  /** Where the run's report is; null without one. */
  readonly report: string | null;
}

/** What a run is reported as. */
export function reportOutcome(
  { run, backend, threads, network, shared }: FinetuneJob,
  { best, bestEma, results, stopped, splits, seconds, control, report }: Outcome,
): Report {
  const traits = taskTraits[taskOf(run.config).kind];
  const json = {
    run: run.path,
    architecture: network.architecture,
    classes: run.config.classes,
    metric: traits.metric,
    bestValidationMetric: best === null ? null : metricOf(best),
    ...(traits.metric === 'accuracy' && { bestValidationAccuracy: best?.validationAccuracy ?? null }),
    ...(bestEma !== null && { [averageField(run, bestEma)]: metricOf(bestEma) }),
    stages: results.filter(({ epochs }) => epochs.length > 0),
    ...(run.recipe.measured !== undefined && { measured: run.recipe.measured }),
    ...(splits.length === 0 ? {} : { splitBatches: splits }),
    seconds,
    ...(control !== null && { control: { run: controlFolder(run), verdict: controlVerdict(control), ...control } }),
    report,
    backend,
    threads,
    seed: run.config.training.seed,
    ...sharedField(shared),
  };
  if (stopped)
    return {
      json: { ...json, stopped: true },
      text: `Stopped; nothing is lost. Resume with: attune finetune --resume ${run.path}`,
      exitCode: exitCodes.stopped,
    };
  return { json, text: summary(run, { best, bestEma, results, seconds, control, report }) };
}

/** The field of the best averages, by the kind of average that their stage keeps. */
function averageField({ recipe, config }: Run, { stage }: BestEpoch): string {
  const kind = recipe.stages[stage]?.swa === undefined ? 'Ema' : 'Swa';
  return `best${kind}Validation${config.task === undefined ? 'Accuracy' : 'Metric'}`;
}

function summary(run: Run, { best, bestEma, results, seconds, control, report }: Omit<Outcome, 'stopped' | 'splits'>): string {
  const { metric, metricTitle } = taskTraits[taskOf(run.config).kind];
  const rows = results.filter(({ epochs }) => epochs.length > 0).map(({ name, epochs }) => stageRow(name, epochs, metric));
  const training = metric === 'accuracy' ? ['training accuracy'] : [];
  const head = ['stage', 'epochs', 'training loss', ...training, 'validation loss', `validation ${metricTitle}`, 'best', 'time'];
  const stages = table(head, rows, head.slice(1));
  if (best === null) return stages;
  const name = results[best.stage]?.name ?? '';
  return [
    stages,
    '',
    `Best validation ${metricTitle}: ${figureText(metric, metricOf(best))} (stage "${name}", epoch ${best.epoch + 1}), after ${duration(seconds)}`,
    ...(bestEma === null ? [] : [`Best of the averaged weights: ${figureText(metric, metricOf(bestEma))}, in ${join(run.path, 'model.ema.safetensors')}`]),
    ...(control === null ? [] : [...controlWords(control), `Without attention: ${percent(control.controlAccuracy)}, in ${controlFolder(run)}`]),
    `Run: ${run.path}`,
    ...(report === null ? [] : [`Report: ${report}`]),
    `Next: ${invocation()} predict ${run.path} IMAGE…`,
  ].join('\n');
}

function stageRow(name: string, epochs: StageResult['epochs'], metric: MetricName): (string | number)[] {
  const last = epochs.at(-1)!;
  const best = Math.max(...epochs.map(metricOf));
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return [
    name,
    count(epochs.length),
    last.trainLoss.toFixed(4),
    ...(last.trainAccuracy === undefined ? [] : [percent(last.trainAccuracy)]),
    last.validationLoss.toFixed(4),
    figureText(metric, metricOf(last)),
    figureText(metric, best),
    duration(seconds),
  ];
}
