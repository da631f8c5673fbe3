import { recipeNames } from '@attune/staged-finetune';
import { attentionKinds, gateSelections, parseArchitecture, placements } from '@attune/zoo';
import { parse } from 'yaml';
import * as z from 'zod';

import { BenchError } from '../bench-error.ts';

const images = z.union([
  /** A folder of classes, with parts or divided into folds: seed s holds back fold s + 1. */
  z.strictObject({
    folder: z.string(),
    folds: z.int().min(2).optional(),
    /** The first so many, in the order of their names. Default: all. */
    classes: z.int().min(2).optional(),
    /** Turns every second image of each class round, left to right. */
    mirrored: z.literal('every second').optional(),
  }),
  /** So many records of CIFAR's first training files, and of its last to validate with; judged on
   * the whole test file. */
  z.strictObject({ cifar: z.string(), train: z.int().min(1).max(8000), validation: z.int().min(1).max(2000) }),
  z.strictObject({ sample: z.literal('emoji') }),
]);

export type StudyImages = z.infer<typeof images>;

const recipeName = z.string().refine((name) => recipeNames.includes(name), 'is no recipe');

const set = z.strictObject({
  images,
  architecture: z.string().transform(parseArchitecture),
  weights: z.string(),
  imageSize: z.int().min(8),
  batchSize: z.int().min(1),
  recipe: recipeName,
  epochs: z.array(z.int().min(0)).min(1),
});

/** Images, and the fine-tuning that all arms share on them. */
export type StudySet = Readonly<z.infer<typeof set>>;

const arm = z.strictObject({
  attention: z.enum(attentionKinds),
  placement: z.literal(placements).optional(),
  attentionGates: z.enum(gateSelections).optional(),
  attentionRateScale: z.number().positive().optional(),
  bodyRateScale: z.union([z.number().positive(), z.literal('auto')]).optional(),
  /** Clips all gradients by one norm, groups with a norm of their own too. */
  clipTogether: z.literal(true).optional(),
  /** Instead of the set's: `head-only` trains for as many epochs as all stages of that. */
  recipe: recipeName.optional(),
});

export type StudyArm = Readonly<z.infer<typeof arm>>;

const round = z.strictObject({ sets: z.array(z.string()).min(1), arms: z.array(z.string()).min(1), seeds: z.int().min(1) });

const schema = z.strictObject({
  sets: z.record(z.string(), set),
  arms: z.record(z.string(), arm),
  controls: z.array(z.string()).min(1),
  claims: z.array(z.strictObject({ arm: z.string(), controls: z.array(z.string()).min(1) })),
  chosenOn: z.array(z.string()),
  rounds: z.array(round).min(1),
});

export type StudySpec = Readonly<z.infer<typeof schema>>;

/** One training of a study. */
export interface StudyTrial {
  readonly set: string;
  readonly arm: string;
  readonly seed: number;
}

/** @throws {BenchError} with every fault. */
export function parseStudy(text: string): StudySpec {
  const parsed = schema.safeParse(parse(text));
  if (!parsed.success) throw new BenchError(`The study: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`);
  const { sets, arms, controls, claims, chosenOn, rounds } = parsed.data;
  const unknown = [
    ...rounds.flatMap((one) => one.sets.filter((name) => !Object.hasOwn(sets, name))),
    ...chosenOn.filter((name) => !Object.hasOwn(sets, name)),
    ...[...rounds.flatMap((one) => one.arms), ...controls, ...claims.flatMap((claim) => [claim.arm, ...claim.controls])].filter(
      (name) => !Object.hasOwn(arms, name),
    ),
  ];
  if (unknown.length > 0) throw new BenchError(`The study has no ${[...new Set(unknown)].join(', ')}.`);
  return parsed.data;
}

/** All trials, in the order in which they are done: a round after the other, seeds before sets and
 * arms. */
export function studyTrials({ rounds }: Pick<StudySpec, 'rounds'>): StudyTrial[] {
  const all = rounds.flatMap(({ sets, arms, seeds }) =>
    Array.from({ length: seeds }, (_, seed) => sets.flatMap((name) => arms.map((of) => ({ set: name, arm: of, seed })))).flat(),
  );
  return [...new Map(all.map((trial) => [`${trial.set} ${trial.arm} ${trial.seed}`, trial])).values()];
}

/** All that decides what is trained, beside the seed. */
export function choicesOf({ sets, arms }: Pick<StudySpec, 'sets' | 'arms'>, trial: Pick<StudyTrial, 'set' | 'arm'>): StudyChoices {
  const { epochs, recipe, ...shared } = sets[trial.set]!;
  const own = arms[trial.arm]!;
  const chosen = own.recipe ?? recipe;
  return { ...shared, ...own, recipe: chosen, epochs: chosen === 'head-only' ? [epochs.reduce((sum, count) => sum + count, 0)] : epochs };
}

export type StudyChoices = Omit<StudySet, 'recipe' | 'epochs'> & Omit<StudyArm, 'recipe'> & Pick<StudySet, 'recipe' | 'epochs'>;
