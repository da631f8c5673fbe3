import { computed, effect, signal } from '@preact/signals';

import type { ModelChoice, RecipeChoice, WeightsSource } from '../engine/protocol/choices.ts';
import { choicesMade, chooseWeights, takePreset } from './describe-choices.ts';
import {
  canTrain,
  chosenBatchSize,
  chosenRecipe,
  dataset,
  engine,
  lostDetail,
  model,
  modelDescription,
  sampleArchitecture,
  usualRecipe,
  weightsDescription,
} from './project.ts';
import { again } from './tell-fault.ts';
import { live } from './training.ts';

export type PresetName = 'quick' | 'balanced' | 'thorough';

export interface Preset {
  readonly name: PresetName;
  readonly architecture: string;
  readonly weights: WeightsSource;
  /** Null follows the network. */
  readonly recipe: RecipeChoice | null;
  /** Of the file on the Hub; 0 for what comes with the page. */
  readonly megabytes: number;
}

/** timm's ResNet-18, which has learned from a million photos. */
const large = { architecture: 'resnet18', weights: { kind: 'url', url: 'timm:resnet18' }, megabytes: 47 } as const;

export const presets: readonly Preset[] = [
  { name: 'quick', architecture: sampleArchitecture, weights: { kind: 'sample' }, recipe: null, megabytes: 0 },
  { name: 'balanced', ...large, recipe: { kind: 'named', name: 'three-stage', epochs: [20, 3, 0] } },
  { name: 'thorough', ...large, recipe: null },
];

/** About how long each takes here with the present photos, in seconds. */
export const presetSeconds = signal<Readonly<Partial<Record<PresetName, number>>>>({});

/** The card that the present choices are; null where a person has chosen otherwise. */
export const chosenPreset = computed<PresetName | null>(() => presets.find(isChosen)?.name ?? null);

/** The card that fits the photos where the chosen network is too small for them. */
export const advised = computed<PresetName | null>(() => (lostDetail.value === null ? null : 'balanced'));

/** Whether the large network's weights have come: this visit has opened them. */
export const hasLarge = signal(false);
effect(() => {
  if (isLarge(model.value) && weightsDescription.value !== null) hasLarge.value = true;
});

/** Chooses a card with all that it stands for. The weights that it needs are fetched, unless the
 * browser has them. */
export async function choosePreset(preset: Preset): Promise<void> {
  const { architecture, weights, recipe } = preset;
  if (weights.kind === 'url' && !isLarge(model.value))
    await chooseWeights(
      weights,
      again(() => choosePreset(preset)),
    );
  if (weights.kind === 'url' && !isLarge(model.value)) return; // they did not come
  if (!isNetworkOf(preset)) {
    const { seed } = model.value;
    model.value = { ...usual, architecture, weights, ...(seed === undefined ? {} : { seed }) };
  }
  await takePreset(recipe);
}

let asked = '';

/** Times a pass of each kind of network, when the photos that it would be trained on change and
 * nothing trains. */
export async function timePresets(): Promise<void> {
  const key = JSON.stringify(dataset.value.classes);
  if (!canTrain.value || live.value !== null || asked === key) return;
  asked = key;
  await choicesMade();
  for (const preset of presets) {
    if (live.value !== null) asked = ''; // again when it has ended
    if (asked !== key) return;
    const seconds = await secondsOf(preset);
    if (seconds !== null) presetSeconds.value = { ...presetSeconds.value, [preset.name]: seconds };
  }
}

/** Null where it cannot be told: a card then says no time. */
async function secondsOf({ architecture, weights, recipe }: Preset): Promise<number | null> {
  const worker = engine.value;
  const chosen: ModelChoice = { ...usual, architecture, weights };
  try {
    const { suits } = (await worker?.choices.describeModel(chosen)) ?? {};
    if (worker === null || suits === undefined) return null;
    return await worker.training.estimate({ model: chosen, recipe: recipe ?? usualRecipe(suits) });
  } catch {
    return null;
  }
}

const usual = { attention: 'identity', placement: 'after-block', reduction: 16 } as const;

function isLarge({ weights }: ModelChoice): boolean {
  return weights.kind === 'url' && weights.url === large.weights.url;
}

function isChosen(preset: Preset): boolean {
  return isNetworkOf(preset) && chosenBatchSize.value === null && JSON.stringify(chosenRecipe.value) === JSON.stringify(preset.recipe);
}

/** Whether the present network is a card's, with the attention that the card means. */
function isNetworkOf({ architecture, weights }: Preset): boolean {
  const chosen = model.value;
  if (chosen.architecture !== architecture || chosen.weights.kind !== weights.kind) return false;
  return (weights.kind !== 'url' || isLarge(chosen)) && hasUsualAttention(chosen);
}

function hasUsualAttention({ attention, placement, reduction, attentionGates = 'both', attentionKernel = 7, attentionBlocks }: ModelChoice): boolean {
  if (attention !== usual.attention || placement !== usual.placement || reduction !== usual.reduction) return false;
  return attentionGates === 'both' && attentionKernel === 7 && (attentionBlocks === undefined || attendsAll(attentionBlocks));
}

function attendsAll(blocks: readonly string[]): boolean {
  return modelDescription.value?.blocks.every(({ id, canAttend }) => !canAttend || blocks.includes(id)) === true;
}
