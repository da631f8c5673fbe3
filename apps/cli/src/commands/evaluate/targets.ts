import type { EvaluationDataset } from '@attune/data';
import { targetTable } from '@attune/report';
import type { RunTask } from '@attune/run';
import { type TargetEvaluation, evaluateTargets, labelFigures, numberFigures, overallFigures, taskTraits } from '@attune/staged-finetune';

import type { SavedModel } from '../../run/saved-model.ts';
import { count } from '../../terminal/format.ts';
import { figureWords } from '../../terminal/figures.ts';
import { table } from '../../terminal/table.ts';

export interface JudgeOptions {
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** How good a network is on images of several labels, or of numbers. */
export interface JudgedTask {
  /** A line for each image: its classes with semicolons between, or its numbers with commas. */
  readonly predictions: readonly string[];
  readonly json: object;
  readonly text: string;
}

export async function judgeTask(
  { network, thresholds }: SavedModel,
  task: RunTask,
  { images, classes: names }: EvaluationDataset,
  options: JudgeOptions,
): Promise<JudgedTask> {
  const judged = await evaluateTargets(network, images, { task, ...options });
  const figures = overallFigures[task.kind](judged, thresholds ?? undefined);
  const { metric } = taskTraits[task.kind];
  const { head, rows } = targetTable(task, judged, { names, thresholds: thresholds ?? undefined });
  const { loss, count: number } = judged;
  const each = eachOf[task.kind](judged, thresholds).map((of, place) => ({ [task.kind === 'regression' ? 'target' : 'class']: names[place], ...of }));
  return {
    predictions: predictionLines(task, judged, { names, thresholds }),
    json: { metric, ...figures, loss, count: number, [task.kind === 'regression' ? 'targets' : 'perClass']: each, classes: names },
    text: [
      `${figureWords(figures)}  loss ${loss.toFixed(4)}, ${count(number)} images`,
      '',
      table(
        [...head],
        rows.map((row) => [...row]),
        head.slice(1),
      ),
    ].join('\n'),
  };
}

const eachOf: Readonly<Record<RunTask['kind'], (judged: TargetEvaluation, thresholds: SavedModel['thresholds']) => object[]>> = {
  'multi-label': (judged, thresholds) => labelFigures(judged, thresholds ?? undefined),
  regression: (judged) => numberFigures(judged),
};

function predictionLines(
  { kind }: RunTask,
  { outputs, width, count: images }: TargetEvaluation,
  { names, thresholds }: Pick<SavedModel, 'thresholds'> & { readonly names: readonly string[] },
): string[] {
  return Array.from({ length: images }, (_, image) => {
    const row = [...outputs.subarray(image * width, (image + 1) * width)];
    if (kind === 'regression') return row.join(',');
    return names.filter((_name, label) => row[label]! >= (thresholds?.[label] ?? 0.5)).join(';');
  });
}
