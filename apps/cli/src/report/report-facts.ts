import { cpus } from 'node:os';

import type { ImageDataset } from '@attune/data';
import type { RunReport } from '@attune/insight';
import * as tf from '@tensorflow/tfjs-core';

import type { Run } from '@attune/run';
import { count, listed } from '../terminal/format.ts';

/** What was trained on what, and where. */
export function reportFacts({ config }: Run, dataset: ImageDataset): RunReport['facts'] {
  const { model, training, preprocessing } = config;
  const attention = model.attention === 'none' ? 'none' : `CBAM (${model.attention}), ${model.placement}, reduction ${model.reduction}`;
  return [
    ['Data', training.data],
    ['Images', `${count(dataset.train.size)} for training, ${count(dataset.validation.size)} for validation`],
    ['Classes', listed(config.classes, 12)],
    ['Network', model.architecture],
    ['Attention', attention],
    ['First weights', training.weights],
    ['Image size', `${preprocessing.imageSize} × ${preprocessing.imageSize}, ${preprocessing.interpolation}`],
    ['Batch size, seed', `${training.batchSize}, ${training.seed}`],
    ['Backend', `${training.backend}, ${training.threads} threads, TensorFlow.js ${tf.version_core}`],
    ['Reported on', `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus()[0]?.model ?? 'unknown processor'}`],
  ];
}

/** The command that does a run again: its recipe is read from the run. */
export function commandOf({ path, config }: Run): string {
  const { model, training, preprocessing } = config;
  const words = [
    `attune finetune ${quoted(training.data)}`,
    `--arch ${model.architecture}`,
    `--attention ${model.attention}`,
    ...(model.attention === 'none' ? [] : [`--placement ${model.placement}`, `--reduction ${model.reduction}`]),
    ...(model.attentionStages === undefined ? [] : [`--attention-stages ${model.attentionStages.join(',')}`]),
    `--weights ${quoted(training.weights)}`,
    `--recipe ${quoted(`${path}/recipe.yaml`)}`,
    `--image-size ${preprocessing.imageSize}`,
    `--batch-size ${training.batchSize}`,
    `--seed ${training.seed}`,
    `--backend ${training.backend}`,
    `--threads ${training.threads}`,
    ...(training.skipBroken ? ['--skip-broken'] : []),
  ];
  return words.join(' \\\n  ');
}

function quoted(word: string): string {
  return /^[\w./:@-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
