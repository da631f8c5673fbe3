import { AttuneError, refuseUnknownOptions } from '@attune/errors';
import type { ArchitectureDescription, AttentionPlacement, GateSelection, OptionalFeature } from '@attune/nn';

import { type Architecture, architectures } from './architectures.ts';
import { type AttentionKind, attentionWith } from './attentions.ts';

/** What people choose of a network, as far as they do. */
export interface ModelChoices {
  readonly attention?: AttentionKind | undefined;
  readonly attentionKernel?: number | undefined;
  readonly attentionGates?: GateSelection | undefined;
  readonly placement?: AttentionPlacement | undefined;
  readonly attentionStages?: readonly number[] | undefined;
  readonly attentionBlocks?: readonly string[] | undefined;
  readonly stochasticDepth?: number | undefined;
  readonly strideIn?: 'conv1' | 'conv2' | undefined;
  /** Side of the images, in pixels. */
  readonly imageSize?: number | undefined;
}

/** What a choice is called where it was made: `--image-size` on the command line. */
export type Spelling = (choice: keyof ModelChoices) => string;

/** Choices that an architecture cannot have. */
export interface ModelChoiceFault {
  readonly choice: keyof ModelChoices;
  readonly value: unknown;
  /** A sentence: what the architecture has, and the way out. */
  readonly message: string;
}

/** A network that its architecture does not come in: all that is wrong at once. */
export class ModelChoiceError extends AttuneError {
  static override readonly code = 'ATTUNE_MODEL_CHOICE';
  readonly architecture: string;
  readonly faults: readonly ModelChoiceFault[];

  constructor(architecture: string, faults: readonly ModelChoiceFault[]) {
    super(faults.map(({ message }) => message).join(' '));
    this.name = 'ModelChoiceError';
    this.architecture = architecture;
    this.faults = faults;
  }
}

/** Refuses, before anything is built, what an architecture cannot have.
 *
 * @throws {ModelChoiceError} naming every such choice.
 * @throws {UnknownOptionError} when an option does not exist. */
export function requireFitting(architecture: Architecture, choices: ModelChoices, options: { readonly spell?: Spelling } = {}): void {
  refuseUnknownOptions('requireFitting', options, { spell: true });
  const { spell = inWords } = options;
  const faults = choiceFaults({ name: architecture, ...architectures[architecture] }, choices, spell);
  if (faults.length > 0) throw new ModelChoiceError(architecture, faults);
}

/** `image size` of `imageSize`. */
function inWords(choice: string): string {
  return choice.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}

/** Where an architecture has its attention: where it is wanted, as far as it can be there. */
export function placementIn(architecture: Architecture, wanted?: AttentionPlacement): AttentionPlacement {
  const { placements, placement } = architectures[architecture];
  return wanted !== undefined && placements.includes(wanted) ? wanted : placement;
}

type Named = ArchitectureDescription & { readonly name: string };

/** What is wrong with choices, by the description alone. */
export function choiceFaults(described: Named, choices: ModelChoices, spell: Spelling): ModelChoiceFault[] {
  const faultsOf = [lackedFaults, gateFaults, placementFaults, stageFaults, blockFaults, sizeFaults];
  return faultsOf.flatMap((faults) => faults(described, choices, spell));
}

const optional = ['attentionBlocks', 'stochasticDepth', 'strideIn'] as const satisfies readonly OptionalFeature[];

function lackedFaults({ name, lacks, unit }: Named, choices: ModelChoices, spell: Spelling): ModelChoiceFault[] {
  return optional.flatMap((choice) => {
    const [reason, value] = [lacks[choice], choices[choice]];
    if (reason === undefined || value === undefined) return [];
    const instead = choice === 'attentionBlocks' ? `, and choose ${unit} with ${spell('attentionStages')}` : '';
    return [{ choice, value, message: `${name} takes no ${spell(choice)}, because ${reason}: leave it out${instead}.` }];
  });
}

/** What the chosen attention has no use for. */
function gateFaults(_: Named, choices: ModelChoices, spell: Spelling): ModelChoiceFault[] {
  const { attention, attentionKernel, attentionGates } = choices;
  if (attention === undefined) return [];
  const fault = (choice: 'attentionKernel' | 'attentionGates', reason: string): ModelChoiceFault => {
    return { choice, value: choices[choice], message: `${reason}: leave ${spell(choice)} out.` };
  };
  const { takes = [], title } = attention === 'none' ? { title: 'A network without attention' } : attentionWith(attention);
  const lone = attentionGates === 'channels' && attentionKernel !== undefined && takes.includes('kernelSize');
  return [
    ...(attentionKernel !== undefined && !takes.includes('kernelSize') ? [fault('attentionKernel', `${title} has no kernel over positions`)] : []),
    ...(attentionGates !== undefined && !takes.includes('gates') ? [fault('attentionGates', `${title} has no two gates to choose from`)] : []),
    ...(lone ? [fault('attentionKernel', 'The gate of channels alone has no kernel over positions')] : []),
  ];
}

function placementFaults({ name, placements, unit }: Named, { placement }: ModelChoices, spell: Spelling): ModelChoiceFault[] {
  if (placement === undefined || placements.includes(placement)) return [];
  const message = `${name} takes attention behind its ${unit}, not ${placement}: leave ${spell('placement')} out, or choose ${placements.join(' or ')}.`;
  return [{ choice: 'placement', value: placement, message }];
}

function stageFaults({ name, stages }: Named, { attentionStages = [] }: ModelChoices, spell: Spelling): ModelChoiceFault[] {
  const numbers = stages.map((_, index) => index + 1);
  const wrong = attentionStages.filter((stage) => !numbers.includes(stage));
  if (wrong.length === 0) return [];
  const message = `${name} has no stage ${wrong.join(', ')}: choose ${spell('attentionStages')} among ${numbers.join(', ')}.`;
  return [{ choice: 'attentionStages', value: attentionStages, message }];
}

function blockFaults({ name, stages, lacks, placement: usual }: Named, { attentionBlocks = [], placement = usual }: ModelChoices, spell: Spelling) {
  if (attentionBlocks.length === 0 || lacks.attentionBlocks !== undefined) return [];
  const fault = (message: string): ModelChoiceFault[] => [{ choice: 'attentionBlocks', value: attentionBlocks, message }];
  if (placement === 'after-stage')
    return fault(`With attention after each stage, choose ${spell('attentionStages')} and leave ${spell('attentionBlocks')} out.`);
  const blocks = stages.flatMap((stage) => stage.blocks);
  const wrong = attentionBlocks.filter((path) => !blocks.includes(path));
  if (wrong.length === 0) return [];
  return fault(`${name} has no block ${wrong.join(', ')}: choose ${spell('attentionBlocks')} among ${blocks.join(', ')}.`);
}

function sizeFaults({ name, leastImageSize: { side, reason } }: Named, { imageSize }: ModelChoices, spell: Spelling): ModelChoiceFault[] {
  if (imageSize === undefined || imageSize >= side) return [];
  const message = `${name} needs images of ${side} pixels or more (${reason}): ${spell('imageSize')} is ${imageSize}.`;
  return [{ choice: 'imageSize', value: imageSize, message }];
}
