import * as z from 'zod';

const positive = z.number().positive();
const fraction = z.number().min(0).max(1);
const count = z.int().min(0);

/** A predicate on parameter names, for recipes that are written in code; it cannot be
 * saved in a file. */
export type NamePredicate = (name: string) => boolean;

const selector = z.union([
  z.literal(['head', 'attention', 'rest']),
  z.strictObject({ names: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ pattern: z.string().refine(isRegularExpression, 'is not a regular expression') }),
  z.strictObject({ segments: z.array(z.union([z.int(), z.string().min(1)])).min(1) }),
  z.strictObject({ slice: z.tuple([z.int().nullable(), z.int().nullable()]) }),
  z.custom<NamePredicate>((value) => typeof value === 'function', 'is not a predicate'),
]);

const schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  z.strictObject({ kind: z.literal('step'), everyEpochs: z.int().positive(), gamma: positive.default(0.1) }),
  z.strictObject({ kind: z.literal('multi-step'), epochs: z.array(z.int().positive()).min(1), gamma: positive.default(0.1) }),
  z.strictObject({ kind: z.literal('cosine'), minimum: fraction.default(0) }),
  z.strictObject({ kind: z.literal('polynomial'), power: positive.default(1), minimum: fraction.default(0) }),
  z.strictObject({
    kind: z.literal('one-cycle'),
    peakAt: fraction.default(0.25),
    startDivisor: positive.default(25),
    endDivisor: positive.default(1e5),
    momentum: z.tuple([fraction, fraction]).default([0.85, 0.95]),
  }),
  z.strictObject({ kind: z.literal('plateau'), patience: count.default(10), factor: fraction.default(0.1), threshold: z.number().min(0).default(1e-4) }),
]);

const warmUp = z.strictObject({ steps: z.int().positive(), from: fraction.default(0) });

const optimizer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sgd'), momentum: fraction.default(0.9), nesterov: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('adam'), betas: z.tuple([fraction, fraction]).default([0.9, 0.999]), epsilon: positive.default(1e-8) }),
  z.strictObject({ kind: z.literal('adamw'), betas: z.tuple([fraction, fraction]).default([0.9, 0.999]), epsilon: positive.default(1e-8) }),
]);

const ema = z.strictObject({ decay: fraction.default(0.999), warmUp: z.boolean().default(true) });

/** `from`: the share of the stage's epochs that is left out of the mean. */
const swa = z.strictObject({ from: fraction.default(0.5) });

const group = z.strictObject({
  name: z.string().min(1),
  select: selector,
  learningRate: z.number().min(0),
  weightDecay: z.number().min(0).optional(),
});

const stage = z.strictObject({
  name: z.string().min(1),
  epochs: count,
  groups: z.array(group).min(1),
  optimizer: optimizer.optional(),
  schedule: schedule.default({ kind: 'constant' }),
  warmUp: warmUp.optional(),
  /** The schedule and the optimizer's memory go on from the stage before, instead of
   * starting anew. */
  carryOver: z.boolean().default(false),
  weightDecay: z.number().min(0).default(0),
  noDecay: z.array(z.enum(['norms', 'biases', 'gates'])).default([]),
  clipNorm: positive.optional(),
  batchNorm: z.enum(['frozen', 'update', 'where-trained']).default('frozen'),
  augment: z.boolean().default(true),
  /** Every epoch's augmentation is that of one of so many; their features are computed once. */
  augmentedViews: z.int().positive().optional(),
  /** Batches whose gradients make one step. */
  accumulate: z.int().positive().default(1),
  labelSmoothing: fraction.default(0),
  /** γ of the focal loss. */
  focal: z.number().min(0).max(10).optional(),
  /** In the order of the classes, or by their names. */
  classWeights: z.union([z.literal('balanced'), z.array(positive).min(2), z.record(z.string().min(1), positive)]).optional(),
  ema: ema.optional(),
  swa: swa.optional(),
  earlyStopping: z
    .strictObject({ patience: z.int().positive(), minimumGain: z.number().min(0).default(0), monitor: z.enum(['accuracy', 'loss']).default('accuracy') })
    .optional(),
  restoreBest: z.boolean().default(false),
});

/** What a run of before may hold: two groups of a stage may have one name. */
export const savedRecipeSchema = z
  .strictObject({
    name: z.string().min(1),
    optimizer: optimizer.default({ kind: 'sgd', momentum: 0.9, nesterov: false }),
    stages: z.array(stage).min(1),
  })
  .superRefine(({ stages }, context) => {
    for (const index of repeated(stages))
      context.addIssue({ code: 'custom', path: ['stages', index, 'name'], message: `"${stages[index]!.name}" is the name of an earlier stage too` });
  });

/** What a recipe file holds. */
export const recipeSchema = savedRecipeSchema.superRefine(({ stages }, context) => {
  stages.forEach(({ groups, ema: moving, swa: mean }, index) => {
    if (moving !== undefined && mean !== undefined) {
      const message = 'stands beside ema, and a stage keeps one average of its weights: leave one of them out';
      context.addIssue({ code: 'custom', path: ['stages', index, 'swa'], message });
    }
    for (const at of repeated(groups)) {
      const message = `"${groups[at]!.name}" is the name of an earlier group too; give each group of a stage a name of its own`;
      context.addIssue({ code: 'custom', path: ['stages', index, 'groups', at, 'name'], message });
    }
  });
});

/** Positions of what has the name of something before it. */
function repeated(named: readonly { readonly name: string }[]): number[] {
  return [...named.keys()].filter((index) => named.findIndex(({ name }) => name === named[index]!.name) < index);
}

/** A staged fine-tuning as data: which parameters move, when, how fast. */
export type Recipe = z.infer<typeof recipeSchema>;
/** A recipe as it is written, defaults left out. */
export type RecipeInput = z.input<typeof recipeSchema>;
export type Stage = Recipe['stages'][number];
/** What each class counts in the loss. */
export type ClassWeights = NonNullable<Stage['classWeights']>;
export type ParameterGroup = Stage['groups'][number];
/** Which parameters a group holds; a name that an earlier group of the stage has taken
 * is not taken again. */
export type Selector = ParameterGroup['select'];
export type Schedule = Stage['schedule'];
export type WarmUp = NonNullable<Stage['warmUp']>;
/** A moving average of the weights beside the weights themselves. */
export type EmaSettings = z.infer<typeof ema>;
export type OptimizerSettings = Recipe['optimizer'];
/** Parameters that weight decay may leave alone: of normalisation layers, biases, and
 * of attention. */
export type NoDecay = Stage['noDecay'][number];
/** What batch norms do: all hold still, all follow the batches, or only those follow
 * whose own parameters train. */
export type BatchNormPolicy = Stage['batchNorm'];

function isRegularExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
