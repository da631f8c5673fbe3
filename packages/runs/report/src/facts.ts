import type { ImageDataset } from '@attune/data';
import { type Run, runFiles } from '@attune/run';
import { describeMeasurement } from '@attune/staged-finetune';
import { type AttentionVariant, attentionTitle } from '@attune/zoo';
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
  { config, recipe: { measured } }: Run,
  dataset: ImageDataset,
  { machine, writePath }: { readonly machine: string; readonly writePath: WritePath },
): RunReport['facts'] {
  const { model, training, preprocessing } = config;
  const attention = model.attention === 'none' ? 'none' : attentionFact(model.attention, model);
  return [
    ['Data', writePath(training.data)],
    ['Images', `${dataset.train.size.toLocaleString('en-US')} for training, ${dataset.validation.size.toLocaleString('en-US')} for validation`],
    ['Classes', listed(config.classes, classesNamed)],
    ['Network', model.architecture],
    ['Attention', attention],
    ['First weights', writePath(training.weights)],
    ['Image size', `${preprocessing.imageSize} × ${preprocessing.imageSize}${channelsFact(model)}, ${preprocessing.interpolation}`],
    ['Batch size, seed', `${training.batchSize}, ${training.seed}`],
    ...(measured === undefined ? [] : [['Body rates', describeMeasurement(measured)] as const]),
    ['Backend', `${training.backend}, ${training.threads} threads, TensorFlow.js ${tf.version_core}`],
    ['Reported on', machine],
  ];
}

function channelsFact({ channels = 3 }: Run['config']['model']): string {
  return channels === 3 ? '' : channels === 1 ? ', gray' : `, ${channels} channels`;
}

function attentionFact(attention: AttentionVariant, { placement, reduction, attentionKernel, attentionGates = 'both' }: Run['config']['model']): string {
  const kernel = attentionKernel === undefined ? '' : `, kernel ${attentionKernel}`;
  const alone = attentionGates === 'both' ? '' : `, the gate of ${attentionGates} alone`;
  return `${attentionTitle(attention)}, ${placement}, reduction ${reduction}${kernel}${alone}`;
}

/** The command that does a run again: its recipe is read from the run.
 *
 * @param program how `attune` is called where it will run. */
export function commandOf({ path, config, recipe }: Run, writePath: WritePath, program = 'attune'): string {
  const { model, training, preprocessing } = config;
  const words = [
    `${program} finetune ${quoted(writePath(training.data))}`,
    `--arch ${model.architecture}`,
    `--attention ${model.attention}`,
    ...(model.attention === 'none' ? [] : [`--placement ${model.placement}`, `--reduction ${model.reduction}`]),
    ...flag('--attention-kernel', model.attentionKernel),
    ...flag('--attention-gates', model.attentionGates),
    ...flag('--attention-stages', model.attentionStages?.join(',')),
    ...flag('--attention-blocks', model.attentionBlocks?.join(',')),
    `--weights ${quoted(writePath(training.weights))}`,
    `--recipe ${quoted(`${writePath(path)}/recipe.yaml`)}`,
    // Without weights a recipe's own policy is not what the command follows.
    ...(training.weights === 'none' ? flag('--batch-norm', recipe.stages[0]?.batchNorm) : []),
    `--image-size ${preprocessing.imageSize}`,
    ...flag('--channels', model.channels),
    ...flag('--mean', training.flags?.mean?.join(',')),
    ...flag('--std', training.flags?.std?.join(',')),
    `--batch-size ${training.batchSize}`,
    `--seed ${training.seed}`,
    `--backend ${training.backend}`,
    `--threads ${training.threads}`,
    ...flag('--augment', training.augment),
    ...flag('--mixup', training.mixup),
    ...flag('--cutmix', training.cutmix),
    ...flag('--dropout', model.dropout),
    ...flag('--stochastic-depth', model.stochasticDepth),
    ...(training.splitBy === 'name' ? [] : ['--split-by position']),
    ...flag('--sampling', training.sampling),
    ...flag('--task', config.task?.kind),
    ...flag('--targets', training.targets?.join(',')),
    ...flag('--fold', training.fold && `${training.fold.number}/${training.fold.of}`),
    ...(training.flags?.rename ?? []).flatMap((rule) => flag('--rename', rule)),
    ...flag('--corrections', training.flags?.corrections && `${writePath(path)}/${runFiles.corrections}`),
    ...flag('--on-nan', training.flags?.onNan),
    ...flag('--checkpoint-every', checkpointInterval(training)),
    ...switches(training),
  ];
  return words.join(' \\\n  ');
}

/** A run goes back to its last checkpoint where a loss is not finite and it may rewind. */
function checkpointInterval({ flags }: Run['config']['training']): string | undefined {
  const every = flags?.checkpointEvery;
  if (every === undefined) return undefined;
  return 'steps' in every ? String(every.steps) : `${every.seconds}s`;
}

function switches({ gif, dropDuplicates, skipBroken, flags }: Run['config']['training']): string[] {
  const on = {
    '--tensorboard': flags?.tensorboard,
    '--csv': flags?.csv,
    '--control': flags?.control,
    '--gif': gif,
    '--drop-duplicates': dropDuplicates,
    '--skip-broken': skipBroken,
  };
  return Object.entries(on).flatMap(([name, chosen]) => (chosen === true ? [name] : []));
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`${name} ${quoted(String(value))}`];
}

function quoted(word: string): string {
  return /^[\w./:@,-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
