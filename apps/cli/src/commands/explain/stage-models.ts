import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import { Classifier, type NamedMap } from '@attune/classifier';
import { type Scale, scaleOf } from '@attune/report/maps';

import { openSavedModel } from '../../run/saved-model.ts';
import { UsageError } from '../../usage-error.ts';

/** A map and the scale that it is drawn on. */
export interface ScaledMap extends NamedMap {
  readonly scale: Scale;
}

/** On a scale of its own. */
export function scaled(map: NamedMap): ScaledMap {
  return { ...map, scale: scaleOf(map.plane, map.from) };
}

/** A run's network as it was at the end of a stage. */
export interface StageModel {
  /** `2-late-layers-and-attention` */
  readonly name: string;
  readonly classifier: Classifier;
}

/** Every stage of a run, in order.
 *
 * @throws {UsageError} when there are none: what was given is a bare checkpoint. */
export async function openStages(run: string): Promise<StageModel[]> {
  const folder = join(run, 'stages');
  const files = await readdir(folder).catch(() => []);
  const weights = files.filter((file) => extname(file) === '.safetensors').sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (weights.length === 0) throw new UsageError(`${run} has no stages to compare: give a run that attune finetune has written.`);
  const stages: StageModel[] = [];
  for (const file of weights)
    stages.push({ name: basename(file, '.safetensors'), classifier: new Classifier(await openSavedModel(join(folder, file)), { loaderThreads: 0 }) });
  return stages;
}

/** The maps of every stage under names of their own, block by block, each block on one scale so
 * that its stages can be compared. */
export function sideBySide(stages: readonly { readonly name: string; readonly maps: readonly NamedMap[] }[]): ScaledMap[] {
  const blocks = stages[0]?.maps.map(({ name }) => name) ?? [];
  return blocks.flatMap((block) => {
    const maps = stages.map(({ name, maps: ofStage }) => ({ stage: name, map: scaled(ofStage.find((map) => map.name === block)!) }));
    const scale = { from: Math.min(...maps.map(({ map }) => map.scale.from)), to: Math.max(...maps.map(({ map }) => map.scale.to)) };
    return maps.map(({ stage, map }) => ({ ...map, name: `${stage}-${map.name}`, title: `${map.title}, after ${stage.replaceAll('-', ' ')}`, scale }));
  });
}
