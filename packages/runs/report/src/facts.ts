import type { ImageDataset } from '@attune/data';
import type { Run } from '@attune/run';
import { attentionTitle } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';

import type { RunReport } from './page/run-report.ts';

const classesNamed = 12;

/** What was trained on what, and where; `machine` is what the report is written on. */
export function reportFacts({ config }: Run, dataset: ImageDataset, machine: string): RunReport['facts'] {
  const { model, training, preprocessing } = config;
  const attention = model.attention === 'none' ? 'none' : `${attentionTitle(model.attention)}, ${model.placement}, reduction ${model.reduction}`;
  return [
    ['Data', training.data],
    ['Images', `${dataset.train.size.toLocaleString('en-US')} for training, ${dataset.validation.size.toLocaleString('en-US')} for validation`],
    ['Classes', listed(config.classes)],
    ['Network', model.architecture],
    ['Attention', attention],
    ['First weights', training.weights],
    ['Image size', `${preprocessing.imageSize} × ${preprocessing.imageSize}, ${preprocessing.interpolation}`],
    ['Batch size, seed', `${training.batchSize}, ${training.seed}`],
    ['Backend', `${training.backend}, ${training.threads} threads, TensorFlow.js ${tf.version_core}`],
    ['Reported on', machine],
  ];
}

function listed(names: readonly string[]): string {
  const rest = names.length - classesNamed;
  return rest > 0 ? `${names.slice(0, classesNamed).join(', ')} and ${rest} more` : names.join(', ');
}

/** The command that does a run again: its recipe is read from the run. */
export function commandOf({ path, config }: Run): string {
  const { model, training, preprocessing } = config;
  const words = [
    `attune finetune ${quoted(training.data)}`,
    `--arch ${model.architecture}`,
    `--attention ${model.attention}`,
    ...(model.attention === 'none' ? [] : [`--placement ${model.placement}`, `--reduction ${model.reduction}`]),
    ...flag('--attention-stages', model.attentionStages?.join(',')),
    ...flag('--attention-blocks', model.attentionBlocks?.join(',')),
    `--weights ${quoted(training.weights)}`,
    `--recipe ${quoted(`${path}/recipe.yaml`)}`,
    `--image-size ${preprocessing.imageSize}`,
    `--batch-size ${training.batchSize}`,
    `--seed ${training.seed}`,
    `--backend ${training.backend}`,
    `--threads ${training.threads}`,
    ...flag('--augment', training.augment),
    ...flag('--mixup', training.mixup),
    ...flag('--cutmix', training.cutmix),
    ...flag('--dropout', model.dropout),
    ...flag('--stochastic-depth', model.stochasticDepth),
    ...(training.skipBroken ? ['--skip-broken'] : []),
  ];
  return words.join(' \\\n  ');
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`${name} ${quoted(String(value))}`];
}

function quoted(word: string): string {
  return /^[\w./:@,-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
