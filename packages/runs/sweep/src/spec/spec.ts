import { describeSchemaIssue } from '@attune/errors';
import { parse } from 'yaml';
import * as z from 'zod';

import { SweepSpecError } from '../sweep-spec-error.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What a flag of `attune finetune` is set to: a list is written with commas between. */
export const flagValue = z.union([scalar, z.array(z.union([z.string(), z.number()])).min(1)]);

const flagName = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u, 'must be a flag of attune finetune without its dashes, such as batch-size');

/** Flags by their names, without the dashes. */
export const flagSet = z.record(flagName, flagValue);

export type FlagValue = z.infer<typeof flagValue>;
export type FlagSet = Readonly<z.infer<typeof flagSet>>;

const range = z.strictObject({
  from: z.number(),
  to: z.number(),
  /** Values of a grid, ends included. */
  count: z.int().min(2).max(10_000).optional(),
  scale: z.enum(['linear', 'log']).default('linear'),
  /** Rounds to whole numbers. */
  whole: z.boolean().default(false),
});

const axis = z.union([z.array(z.union([flagValue, flagSet])).min(1), range]);

export type Axis = z.infer<typeof axis>;
export type AxisRange = z.infer<typeof range>;

const seeds = z.union([z.int().min(1).max(10_000), z.array(z.int()).min(1)]);

const strategy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grid') }),
  z.strictObject({ kind: z.literal('random'), samples: z.int().min(1).max(1_000_000), seed: z.int().default(0) }),
  z.strictObject({
    kind: z.literal('asha'),
    samples: z.int().min(1).max(1_000_000),
    seed: z.int().default(0),
    /** Epochs of the first rung. */
    minEpochs: z.int().min(1).default(1),
    /** One in so many goes on to the next rung, which is so many times as long. */
    reduction: z.int().min(2).max(100).default(3),
  }),
]);

export type Strategy = z.infer<typeof strategy>;

const earlyEnd = z.strictObject({
  /** A trial is judged after so many epochs. */
  afterEpochs: z.int().min(1),
  /** It is judged once so many trials have come as far. */
  minTrials: z.int().min(2).default(5),
});

export type EarlyEnd = z.infer<typeof earlyEnd>;

const schema = z.strictObject({
  name: z.string().min(1).max(100),
  /** The data, and the flags that all trials share. */
  finetune: flagSet.refine((flags) => typeof flags['data'] === 'string', { message: 'must name the data: data: FOLDER' }),
  axes: z.record(z.string().min(1), axis).default({}),
  seeds: seeds.optional(),
  folds: z.int().min(2).max(1000).optional(),
  strategy: z.union([z.enum(['grid']).transform((kind) => ({ kind })), strategy]).default({ kind: 'grid' }),
  earlyEnd: earlyEnd.optional(),
  budget: z.strictObject({ trials: z.int().min(1).optional(), hours: z.number().positive().optional() }).default({}),
  /** The arm that others are compared with: values of axes. */
  control: z.record(z.string(), z.union([flagValue, flagSet])).optional(),
});

/** What a sweep is asked to do. */
export type SweepSpec = z.infer<typeof schema>;

/** Reads a sweep from YAML or JSON.
 *
 * @param name what messages call it.
 * @throws {SweepSpecError} with every fault. */
export function parseSweep(text: string, name: string): SweepSpec {
  const result = schema.safeParse(parseYaml(text, name));
  if (!result.success) throw new SweepSpecError(name, result.error.issues.map(describeIssue));
  const faults = faultsOf(result.data);
  if (faults.length > 0) throw new SweepSpecError(name, faults);
  return result.data;
}

function parseYaml(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new SweepSpecError(name, [`it is neither YAML nor JSON: ${line}`]);
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.') || 'the sweep'}: ${describeSchemaIssue(issue)}`;
}

function faultsOf({ finetune, axes, seeds: given, folds, strategy: { kind }, earlyEnd: early, control }: SweepSpec): string[] {
  const faults: string[] = [];
  for (const [name, values] of Object.entries(axes)) {
    if (!Array.isArray(values)) faults.push(...rangeFaults(name, values, kind));
  }
  for (const taken of ['seed', 'fold', 'out', 'resume', 'until-epoch', 'threads']) {
    if (Object.hasOwn(finetune, taken) && !(taken === 'seed' && given === undefined) && !(taken === 'fold' && folds === undefined))
      faults.push(`finetune.${taken}: is set by the sweep; leave it out`);
    if (Object.hasOwn(axes, taken)) faults.push(`axes.${taken}: is set by the sweep; use seeds and folds`);
  }
  if (early !== undefined && kind === 'asha') faults.push('earlyEnd: asha ends trials early by itself; leave one of them out');
  for (const name of Object.keys(control ?? {})) if (!Object.hasOwn(axes, name)) faults.push(`control.${name}: is no axis of the sweep`);
  return faults;
}

function rangeFaults(name: string, { from, to, count, scale }: AxisRange, kind: Strategy['kind']): string[] {
  const faults: string[] = [];
  if (!(from < to)) faults.push(`axes.${name}: from ${from} must be below to ${to}`);
  if (scale === 'log' && from <= 0) faults.push(`axes.${name}: from ${from} must be above 0 on a log scale`);
  if (kind === 'grid' && count === undefined) faults.push(`axes.${name}: a grid needs a count, such as count: 3`);
  return faults;
}
