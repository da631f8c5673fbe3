import type { Run, RunConfig } from '@attune/run';

import { flagOf } from '../../flag-of.ts';
import { lastingName } from '../../model/weights.ts';
import { userPath } from '../../paths.ts';
import { UsageError } from '../../usage-error.ts';
import type { FinetuneOptions } from './options.ts';

/** What concerns the process that trains, and not what is trained. */
const ofTheProcess: ReadonlySet<string> = new Set([
  'config',
  'resume',
  'acceptChangedData',
  'forgetBest',
  'untilEpoch',
  'backend',
  'threads',
  'loaderThreads',
  'cache',
  'diskCache',
  'report',
  'json',
  'quiet',
  'debug',
]);

/** The settings that a run decides and its flags can name. */
export type RunFlags = NonNullable<RunConfig['training']['flags']>;

/** The flags that a new run keeps: those that were given and are its own. */
export function runFlags(options: FinetuneOptions): RunFlags {
  const kept = Object.entries(options).filter(([name]) => options.given?.includes(name) === true && !ofTheProcess.has(name) && name !== 'out');
  return JSON.parse(JSON.stringify(Object.fromEntries(kept))) as RunFlags;
}

/** What goes on by itself when a run is resumed. A run of before has kept nothing, so
 * that there the flags of now count. */
export function settingsOf({ config }: Run, options: FinetuneOptions): Pick<FinetuneOptions, 'onNan' | 'checkpointEvery' | 'tensorboard' | 'csv' | 'control'> {
  const { onNan, checkpointEvery, tensorboard, csv, control } = config.training.flags ?? options;
  return { onNan, checkpointEvery, tensorboard, csv, control };
}

/** Refuses flags that say other than the run does.
 *
 * @throws {UsageError} naming all of them, with the run's own values. */
export function refuseContradictions(run: Run, options: FinetuneOptions): void {
  const own = ownValues(run);
  const faults = (options.given ?? [])
    .filter((name) => !ofTheProcess.has(name) && !(run.config.training.flags === undefined && goesOn.has(name)))
    .flatMap((name) => {
      const given = givenValue(name, options);
      const known = name in own ? own[name] : run.config.training.flags?.[name];
      return same(given, known) ? [] : [`${flagOf(name)} ${valueText(given)} (the run: ${known === undefined ? 'not set' : valueText(known)})`];
    });
  if (faults.length === 0) return;
  throw new UsageError(
    `${run.path} keeps its own settings, and these flags contradict them: ${faults.join('; ')}. Leave them out, or start a new run with --out.`,
  );
}

const goesOn: ReadonlySet<string> = new Set(['onNan', 'checkpointEvery', 'tensorboard', 'csv', 'control']);

function givenValue(name: string, options: FinetuneOptions): unknown {
  if (name === 'out') return userPath(options.out!);
  if (name === 'weights') return lastingName(options.weights);
  return (options as unknown as Record<string, unknown>)[name];
}

function ownValues({ path, config: { model, preprocessing, training, task }, recipe }: Run): Record<string, unknown> {
  return {
    out: path,
    arch: model.architecture,
    channels: model.channels ?? 3,
    attention: model.attention,
    reduction: model.reduction,
    placement: model.placement,
    attentionKernel: model.attentionKernel,
    attentionGates: model.attentionGates,
    attentionStages: model.attentionStages,
    attentionBlocks: model.attentionBlocks,
    dropout: model.dropout,
    stochasticDepth: model.stochasticDepth,
    imageSize: preprocessing.imageSize,
    weights: training.weights,
    batchSize: training.batchSize,
    seed: training.seed,
    task: task?.kind ?? 'single-label',
    targets: training.targets,
    sampling: training.sampling ?? 'uniform',
    skipBroken: training.skipBroken,
    gif: training.gif ?? false,
    dropDuplicates: training.dropDuplicates ?? false,
    augment: training.augment,
    mixup: training.mixup,
    fold: training.fold,
    splitBy: training.splitBy ?? 'position',
    cutmix: training.cutmix,
    epochs: recipe.stages.map(({ epochs }) => epochs),
    onNan: training.flags?.onNan ?? 'stop',
    ...(training.flags !== undefined && {
      tensorboard: training.flags.tensorboard ?? false,
      csv: training.flags.csv ?? false,
      control: training.flags.control ?? false,
    }),
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
