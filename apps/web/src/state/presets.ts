import { computed, signal } from '@preact/signals';

import type { ModelChoice, RecipeChoice, WeightsSource } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { choicesMade, chooseModel, chooseWeights, takePreset } from './describe-choices.ts';
import { canTrain, chosenRecipe, dataset, engine, lostDetail, model, notice, sampleArchitecture, usualRecipe, weightsDescription } from './project.ts';
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
export const hasLarge = computed(() => isLarge(model.value) && weightsDescription.value !== null);

/** Chooses a card. The weights that it needs are fetched, unless the browser has them. */
export async function choosePreset(preset: Preset): Promise<void> {
  const { architecture, weights, recipe } = preset;
  if (weights.kind === 'url' && !isLarge(model.value)) await fetchFor(preset);
  else if (weights.kind === 'sample' && model.value.weights.kind !== 'sample') chooseModel({ weights, architecture });
  if (model.value.architecture === architecture) await takePreset(recipe);
}

/** What could not be fetched may be tried again. */
async function fetchFor(preset: Preset): Promise<void> {
  await chooseWeights(preset.weights);
  if (notice.value?.isFault !== true || isLarge(model.value)) return;
  notice.value = { ...notice.value, wayOn: { name: words.value.tryAgain, follow: () => void choosePreset(preset) } };
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
    const { suits } = (await worker?.describeModel(chosen)) ?? {};
    if (worker === null || suits === undefined) return null;
    return await worker.estimate({ model: chosen, recipe: recipe ?? usualRecipe(suits) });
  } catch {
    return null;
  }
}

const usual = { attention: 'identity', placement: 'after-block', reduction: 16 } as const;

function isLarge({ weights }: ModelChoice): boolean {
  return weights.kind === 'url' && weights.url === large.weights.url;
}

function isChosen({ architecture, weights, recipe }: Preset): boolean {
  const chosen = model.value;
  if (chosen.architecture !== architecture || chosen.weights.kind !== weights.kind) return false;
  if (weights.kind === 'url' && !isLarge(chosen)) return false;
  return JSON.stringify(chosenRecipe.value) === JSON.stringify(recipe);
}
