import { type FoundRate, findRate } from '@attune/staged-finetune';

import type { CommandContext, Report } from '../command.ts';
import { plotLogarithmic } from '../terminal/plot.ts';
import { ProgressView } from '../terminal/progress.ts';
import type { StartOptions } from './finetune/options.ts';
import { openStart } from './finetune/start.ts';

export interface LearningRateOptions extends StartOptions {
  readonly stage?: string | undefined;
  readonly group?: string | undefined;
  readonly steps: number;
  readonly from: number;
  readonly to: number;
}

/** Tries learning rates from small to large on a network that is put back afterwards,
 * and says which are good. */
export async function findLearningRate(data: string, options: LearningRateOptions, context: CommandContext): Promise<Report> {
  const { dataset, network, recipe, batchSize } = await openStart(data, options, context);
  const { seed, steps, from, to, stage, group } = options;
  const view = new ProgressView(context.terminal);
  const onStep = (done: number) => view.update('learning rates', { done: done * batchSize, latest: batchSize, total: steps * batchSize });
  try {
    const choice = { ...(stage === undefined ? {} : { stage }), ...(group === undefined ? {} : { group }) };
    const found = await findRate(network, dataset, recipe, { ...choice, seed, steps, from, to, batchSize, signal: context.signal, onStep });
    return { json: { recipe: recipe.name, ...found }, text: describe(found) };
  } finally {
    view.stop();
  }
}

function describe({ rates, losses, valley, steepest }: FoundRate): string {
  return [
    plotLogarithmic(rates, losses, { marks: { S: steepest, V: valley } }),
    '',
    `V  valley    ${valley.toPrecision(3)}  halfway down the longest fall: a safe choice`,
    `S  steepest  ${steepest.toPrecision(3)}  where the loss falls fastest`,
  ].join('\n');
}
