import type { AttentionFactory } from './gate.ts';
import type { Network } from './network.ts';

/** Where attention acts: on each residual branch, on each block's output, or once on
 * each stage's. */
export type AttentionPlacement = 'in-block' | 'after-block' | 'after-stage';

/** What every architecture is built from; each takes of it what it does not lack. */
export interface ArchitectureOptions {
  readonly classes?: number | undefined;
  /** Of the images. Default: 3, red, green and blue. */
  readonly channels?: number | undefined;
  readonly attention?: AttentionFactory | undefined;
  readonly placement?: AttentionPlacement | undefined;
  /** Counted from 1; those that the architecture prefers when left out. */
  readonly attentionStages?: readonly number[] | undefined;
  /** Paths such as `layer1.0`; all blocks of those stages when left out. */
  readonly attentionBlocks?: readonly string[] | undefined;
  /** Which convolution of a bottleneck halves the image. */
  readonly strideIn?: 'conv1' | 'conv2' | undefined;
  /** Share of the last residual branch that training leaves out. */
  readonly stochasticDepth?: number | undefined;
  /** Share of the features before the head that training zeroes. */
  readonly dropout?: number | undefined;
  /** Of the initial weights; `null` leaves what would be drawn zero, for a network that is filled
   * from a file. */
  readonly seed?: number | null | undefined;
}

/** What some architectures have and others lack. */
export type OptionalFeature = 'attentionBlocks' | 'stochasticDepth' | 'strideIn';

/** A stage that attention can be put into: a segment of the network. */
export interface StageDescription {
  /** Of the segment, such as `layer1` or `group1`. */
  readonly name: string;
  /** Paths of the blocks in it that can have attention of their own; none where only
   * the stage can. */
  readonly blocks: readonly string[];
}

/** What was published of a network with its usual classes, for images of its usual size. */
export interface PublishedFigures {
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** A tensor's name and its shape in torch's layout, as a file of weights has it. */
export interface StateShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** An architecture as it describes itself, so that nothing else has to know it by name. */
export interface ArchitectureDescription {
  /** A network with random weights, the same for the same seed. */
  readonly build: (options: ArchitectureOptions) => Network;
  /** Side of the images that it was made for, in pixels. */
  readonly imageSize: number;
  /** The smallest side that it computes anything of, in pixels, and why: a clause. */
  readonly leastImageSize: { readonly side: number; readonly reason: string };
  /** Of its published weights. */
  readonly classes: number;
  /** What attention is put behind, in the plural: `blocks`, `convolution groups`. */
  readonly unit: string;
  /** In forward order. */
  readonly stages: readonly StageDescription[];
  readonly placements: readonly AttentionPlacement[];
  /** The usual one of them. */
  readonly placement: AttentionPlacement;
  /** Features that it lacks, with the reason: a clause. */
  readonly lacks: Readonly<Partial<Record<OptionalFeature, string>>>;
  /** Path of the convolution that sees the images. */
  readonly stem: string;
  /** Path of the layer whose size is the number of classes. */
  readonly head: string;
  /** Names and shapes of its state without attention, in its order. */
  readonly state: (classes: number, channels?: number) => readonly StateShape[];
  /** Whether names and shapes are those of this architecture, attention aside. */
  readonly recognizes: (shapes: ReadonlyMap<string, readonly number[]>) => boolean;
  readonly published?: PublishedFigures;
}

/** The state of a `BatchNorm2d`, as files have it. */
export function batchNormState(path: string, channels: number): StateShape[] {
  return ['weight', 'bias', 'running_mean', 'running_var'].map((name) => ({ name: `${path}.${name}`, shape: [channels] }));
}

/** The state of a `Linear`, as files have it. */
export function linearState(path: string, inFeatures: number, outFeatures: number): StateShape[] {
  return [
    { name: `${path}.weight`, shape: [outFeatures, inFeatures] },
    { name: `${path}.bias`, shape: [outFeatures] },
  ];
}
