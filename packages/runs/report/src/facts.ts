import type { ImageDataset } from '@attune/data';
import type { Run } from '@attune/run';
import { attentionTitle } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';

import { listed } from './page/markup.ts';
import type { RunReport } from './page/run-report.ts';

const classesNamed = 12;

/** How a report writes a path. */
export type WritePath = (path: string) => string;

/** `resnet18 with CBAM (identity)` */
export function networkTitle({ config: { model } }: Run): string {
  return model.attention === 'none' ? `${model.architecture} without attention` : `${model.architecture} with ${attentionTitle(model.attention)}`;
}

/** What was trained on what, and where; `machine` is what the report is written on. */
export function reportFacts(
  { config }: Run,
  dataset: ImageDataset,
  { machine, writePath }: { readonly machine: string; readonly writePath: WritePath },
): RunReport['facts'] {
  const { model, training, preprocessing } = config;
  const attention = model.attention === 'none' ? 'none' : `${attentionTitle(model.attention)}, ${model.placement}, reduction ${model.reduction}`;
  return [
    ['Data', writePath(training.data)],
    ['Images', `${dataset.train.size.toLocaleString('en-US')} for training, ${dataset.validation.size.toLocaleString('en-US')} for validation`],
    ['Classes', listed(config.classes, classesNamed)],
    ['Network', model.architecture],
    ['Attention', attention],
    ['First weights', writePath(training.weights)],
    ['Image size', `${preprocessing.imageSize} × ${preprocessing.imageSize}, ${preprocessing.interpolation}`],
    ['Batch size, seed', `${training.batchSize}, ${training.seed}`],
    ['Backend', `${training.backend}, ${training.threads} threads, TensorFlow.js ${tf.version_core}`],
    ['Reported on', machine],
  ];
}

/** The command that does a run again: its recipe is read from the run. */
export function commandOf({ path, config }: Run, writePath: WritePath): string {
  const { model, training, preprocessing } = config;
  const words = [
    `attune finetune ${quoted(writePath(training.data))}`,
    `--arch ${model.architecture}`,
    `--attention ${model.attention}`,
    ...(model.attention === 'none' ? [] : [`--placement ${model.placement}`, `--reduction ${model.reduction}`]),
    ...flag('--attention-stages', model.attentionStages?.join(',')),
    ...flag('--attention-blocks', model.attentionBlocks?.join(',')),
    `--weights ${quoted(writePath(training.weights))}`,
    `--recipe ${quoted(`${writePath(path)}/recipe.yaml`)}`,
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
