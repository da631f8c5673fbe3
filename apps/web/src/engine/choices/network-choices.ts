import { type NetworkChoices, type RunChoices, chooseImages, chooseNetwork } from '@attune/run';
import { type Architecture, type AttentionKind, type ModelSpec, attentions, parseArchitecture, placementIn, requireFitting } from '@attune/zoo';

import type { ModelChoice, ModelDescription } from '../protocol/choices.ts';
import type { TrainingJob } from '../protocol/training.ts';

/** The page's fields as choices of a network. An architecture that has not the chosen
 * placement keeps
 * its own; behind stages, stages are counted, elsewhere blocks.
 *
 * @throws {ModelNameError} when there is no such architecture. */
export function networkChoices(choice: ModelChoice): NetworkChoices & NamedArchitecture {
  const { attention, placement, reduction, attentionBlocks, seed } = choice;
  const architecture = parseArchitecture(choice.architecture);
  const choices = { architecture, attention, reduction, ...gateChoices(choice), placement: placementIn(architecture, placement), seed };
  if (attentionBlocks === undefined) return choices;
  if (choices.placement === 'after-stage') return { ...choices, attentionStages: attentionBlocks.map(stageNumber) };
  return { ...choices, attentionBlocks };
}

interface NamedArchitecture {
  readonly architecture: Architecture;
}

/** What a kind of attention takes beside the reduction. */
export function attentionTakes(kind: AttentionKind): ModelDescription['attentionTakes'] {
  return attentions.find(({ variants }) => variants.some((variant) => variant === kind))?.takes ?? [];
}

/** What another kind of attention has no use for stays chosen, and waits. */
function gateChoices({ attention, attentionKernel, attentionGates }: ModelChoice): Pick<NetworkChoices, 'attentionKernel' | 'attentionGates'> {
  const takes = attentionTakes(attention);
  const hasKernel = takes.includes('kernelSize') && attentionGates !== 'channels';
  return { ...(hasKernel && { attentionKernel }), ...(takes.includes('gates') && { attentionGates }) };
}

/** `layer3` and `group3` are the third. */
function stageNumber(segment: string): number {
  return Number(segment.replace(/^\D+/u, ''));
}

/** A job as choices of a run. */
export function runChoices({ model, recipe, batchSize, seed }: TrainingJob): RunChoices {
  return { ...networkChoices(model), imageSize: model.imageSize, recipe, epochs: recipe.epochs, batchSize, seed };
}

/** The chosen network as it is drawn, before its weights are asked.
 *
 * @throws {ModelNameError} when there is no such architecture. */
export function drawnNetwork(model: ModelChoice, classes: number): ModelSpec {
  const choices = networkChoices(model);
  return chooseNetwork(choices, { architecture: choices.architecture, identity: null, classes });
}

/** Side of the images that it is drawn for, in pixels.
 *
 * @throws {ModelChoiceError} when the network cannot see images so small. */
export function drawnImageSize({ imageSize, ...model }: ModelChoice): number {
  const architecture = parseArchitecture(model.architecture);
  const { preprocessing } = chooseImages({ imageSize }, { architecture, identity: null });
  requireFitting(architecture, preprocessing);
  return preprocessing.imageSize;
}
