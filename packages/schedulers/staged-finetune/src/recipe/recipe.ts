/** A staged fine-tuning as data: which parameters move, when, how fast. */
export interface Recipe {
  readonly name: string;
  /** Of each stage that names none of its own. */
  readonly optimizer: OptimizerSettings;
  /** At least one, each of another name; they run in this order. */
  readonly stages: readonly Stage[];
  /** `measured`: the rates of the body are still to be multiplied by what the images say that it
   * can bear, before anything trains. */
  readonly bodyRates?: 'measured' | undefined;
  /** What was measured for the network and the images that the recipe was made for: only to be
   * read, the rates are multiplied already. */
  readonly measured?: BodyRateMeasurement | undefined;
}

/** What training images say of the rates that a network's body can bear. */
export interface BodyRateMeasurement {
  /** By which the body's rates are multiplied. */
  readonly bodyRateScale: number;
  /** Share of the images that a linear classifier of all the others gets right on the features
   * before anything trains. Left out where an image has several labels, or numbers. */
  readonly separated?: number | undefined;
  /** How far the images lie from those that the network was trained on: the divergence in nats
   * between what its batch norms see and their running statistics, of a channel on average, the
   * median over the norms. Left out where there is no batch norm. */
  readonly shift?: number | undefined;
  readonly images: number;
}

/** One stage of a recipe: some epochs in which the same parameters train. */
export interface Stage {
  readonly name: string;
  readonly epochs: number;
  /** At least one; what none of them selects holds still. */
  readonly groups: readonly ParameterGroup[];
  readonly optimizer?: OptimizerSettings | undefined;
  readonly schedule: Schedule;
  readonly warmUp?: WarmUp | undefined;
  /** The schedule and the optimizer's memory go on from the stage before, instead of starting
   * anew. */
  readonly carryOver: boolean;
  readonly weightDecay: number;
  readonly noDecay: readonly NoDecay[];
  /** The largest norm of the gradients of all groups that are not clipped apart. */
  readonly clipNorm?: number | undefined;
  readonly batchNorm: BatchNormPolicy;
  readonly augment: boolean;
  /** Every epoch's augmentation is that of one of so many; their features are computed once. */
  readonly augmentedViews?: number | undefined;
  /** Batches whose gradients make one step. */
  readonly accumulate: number;
  /** The share of a label that is spread over all classes, 0 to 1. */
  readonly labelSmoothing: number;
  /** γ of the focal loss. */
  readonly focal?: number | undefined;
  /** δ of the Huber loss of numbers, in deviations of the target; the loss is the squared error
   * without it. */
  readonly huber?: number | undefined;
  readonly classWeights?: ClassWeights | undefined;
  readonly ema?: EmaSettings | undefined;
  /** Averages the weights over epochs; `from` is the share of the stage's epochs that
   * the mean leaves out. */
  readonly swa?: { readonly from: number } | undefined;
  /** Ends the stage after so many epochs without a gain larger than the least one. */
  readonly earlyStopping?: { readonly patience: number; readonly minimumGain: number; readonly monitor: 'accuracy' | 'loss' } | undefined;
  /** Hands the weights of its best epoch on, instead of those of its last. */
  readonly restoreBest: boolean;
}

/** Parameters of a stage that share a learning rate. */
export interface ParameterGroup {
  readonly name: string;
  readonly select: Selector;
  readonly learningRate: number;
  /** In place of the stage's own, as `schedule` and `warmUp` are. */
  readonly weightDecay?: number | undefined;
  /** Clips the group's gradient apart: its norm counts in no other group's, nor theirs in its. */
  readonly clipNorm?: number | undefined;
  readonly schedule?: Schedule | undefined;
  readonly warmUp?: WarmUp | undefined;
}

/** Which parameters a group holds; a name that an earlier group of the stage has taken is not taken
 * again. `slice` counts parameters as JavaScript's own `slice` does, null for an open end. */
export type Selector =
  | 'head'
  | 'attention'
  | 'rest'
  | { readonly names: readonly string[] }
  | { readonly pattern: string }
  | { readonly segments: readonly (number | string)[] }
  | { readonly slice: readonly [number | null, number | null] }
  | NamePredicate;

/** A predicate on parameter names, for recipes that are written in code; it cannot be saved in a
 * file. */
export type NamePredicate = (name: string) => boolean;

/** How a learning rate changes within a stage, as PyTorch's schedulers of these names change it. */
export type Schedule =
  | { readonly kind: 'constant' }
  | { readonly kind: 'step'; readonly everyEpochs: number; readonly gamma: number }
  | { readonly kind: 'multi-step'; readonly epochs: readonly number[]; readonly gamma: number }
  | { readonly kind: 'cosine'; readonly minimum: number }
  | { readonly kind: 'polynomial'; readonly power: number; readonly minimum: number }
  | {
      readonly kind: 'one-cycle';
      readonly peakAt: number;
      readonly startDivisor: number;
      readonly endDivisor: number;
      readonly momentum: readonly [number, number];
    }
  | { readonly kind: 'plateau'; readonly patience: number; readonly factor: number; readonly threshold: number };

/** The first steps of a stage, over which rates grow evenly from this share of them. */
export interface WarmUp {
  readonly steps: number;
  readonly from: number;
}

/** An optimizer with what it takes beside a rate and a weight decay. */
export type OptimizerSettings =
  | { readonly kind: 'sgd'; readonly momentum: number; readonly nesterov: boolean }
  | { readonly kind: 'adam'; readonly betas: readonly [number, number]; readonly epsilon: number }
  | { readonly kind: 'adamw'; readonly betas: readonly [number, number]; readonly epsilon: number };

/** What each class counts in the loss: in the order of the classes, or by their names. */
export type ClassWeights = 'balanced' | readonly number[] | Readonly<Record<string, number>>;

/** A moving average of the weights beside the weights themselves. */
export interface EmaSettings {
  readonly decay: number;
  /** The first steps decay faster, so that the average does not hold on to where training began. */
  readonly warmUp: boolean;
}

/** Parameters that weight decay may leave alone: of normalisation layers, biases, and of
 * attention. */
export type NoDecay = 'norms' | 'biases' | 'gates';

/** What batch norms do: all hold still, all follow the batches, or only those follow whose own
 * parameters train. */
export type BatchNormPolicy = 'frozen' | 'update' | 'where-trained';
