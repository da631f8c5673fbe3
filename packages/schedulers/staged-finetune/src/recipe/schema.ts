import * as z from 'zod';

import type { NamePredicate } from './recipe.ts';

const positive = z.number().positive();
const fraction = z.number().min(0).max(1);
const count = z.int().min(0);

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
  /** Clips the group's gradient apart: its norm counts in no other group's, nor theirs in its. */
  clipNorm: positive.optional(),
  /** In place of the stage's own. */
  schedule: schedule.optional(),
  warmUp: warmUp.optional(),
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
  /** δ of the Huber loss of numbers, in deviations of the target; the loss is the squared error
   * without it. */
  huber: positive.optional(),
  /** In the order of the classes, or by their names. */
  classWeights: z.union([z.literal('balanced'), z.array(positive).min(2), z.record(z.string().min(1), positive)]).optional(),
  ema: ema.optional(),
  swa: swa.optional(),
  earlyStopping: z
    .strictObject({ patience: z.int().positive(), minimumGain: z.number().min(0).default(0), monitor: z.enum(['accuracy', 'loss']).default('accuracy') })
    .optional(),
  restoreBest: z.boolean().default(false),
});

/** What was measured for the network and the images that a recipe was made for. */
const measured = z.strictObject({ bodyRateScale: positive, separated: fraction.optional(), shift: z.number().min(0).optional(), images: count });

/** What a run of before may hold: two groups of a stage may have one name. */
export const savedRecipeSchema = z
  .strictObject({
    name: z.string().min(1),
    optimizer: optimizer.default({ kind: 'sgd', momentum: 0.9, nesterov: false }),
    stages: z.array(stage).min(1),
    /** Multiplied by what the images say that the body can bear, before anything trains. */
    bodyRates: z.literal('measured').optional(),
    /** Only to be read: the rates are multiplied already. */
    measured: measured.optional(),
  })
  .superRefine(({ stages }, context) => {
    for (const index of repeated(stages))
      context.addIssue({ code: 'custom', path: ['stages', index, 'name'], message: `"${stages[index]!.name}" is the name of an earlier stage too` });
  });

/** What a recipe file holds. */
export const recipeSchema = savedRecipeSchema.superRefine(({ stages, bodyRates, measured: known }, context) => {
  if (bodyRates !== undefined && known !== undefined) {
    const message = 'stands beside measured, whose rates are multiplied already: leave one of them out';
    context.addIssue({ code: 'custom', path: ['bodyRates'], message });
  }
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

/** A recipe as it is written, defaults left out. */
export type RecipeInput = z.input<typeof recipeSchema>;

function isRegularExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
