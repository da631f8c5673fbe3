import { computed, signal } from '@preact/signals';

import { EngineError } from '../engine/errors/engine-error.ts';
import type { GatheredFile } from '../engine/protocol/photos.ts';
import { askEngine } from './ask-engine.ts';
import { gatherFiles } from './gather-files.ts';
import { goTo } from './place.ts';
import { choosePreset, presets } from './presets.ts';
import { canTrain, gathering } from './project.ts';
import { again, tellFault } from './tell-fault.ts';
import { startTraining } from './training.ts';

const address = './sample-photos/hands.zip';

export const loadingSample = signal(false);
/** Whether photos are on their way. */
export const comesIn = computed(() => loadingSample.value || gathering.value !== null);

/** Fetches the photos that come with the page, and trains the small network on them. */
export async function trySample(): Promise<void> {
  if (comesIn.value) return;
  loadingSample.value = true;
  goTo('train');
  try {
    await gatherFiles(await sampleFiles());
    await choosePreset(presets[0]!);
    if (canTrain.value) void startTraining();
  } catch (error) {
    tellFault(error, again(trySample));
  } finally {
    loadingSample.value = false;
  }
}

async function sampleFiles(): Promise<GatheredFile[]> {
  const response = await fetch(address);
  if (!response.ok) throw new EngineError({ message: `${address}: ${response.status}`, code: 'ATTUNE_PAGE', kind: 'part-missing', fault: 'other', fields: {} });
  const archive = await response.blob();
  return (await askEngine((engine) => engine.photos.unpack(archive), again(trySample))) ?? [];
}
