import { stat } from 'node:fs/promises';

import { type Schedule, type SweepSpec, type Trial, digestOf, scheduleOf, trialsOf } from '@attune/sweep';

import { lastingName } from '../../model/weights.ts';
import { userPath } from '../../paths.ts';
import { recipeSource } from '../../recipe-source.ts';
import { dataPath } from '../finetune/open-data.ts';
import { type Content, contentAt } from './content.ts';
import { flagText } from './flag-words.ts';

/** What a trial is called, and is known by. */
export interface PlannedTrial extends Trial {
  readonly digest: string;
  /** The text of its recipe, where that is a file. */
  readonly recipe: string | null;
}

/** A sweep that can begin. */
export interface SweepPlan {
  readonly spec: SweepSpec;
  readonly trials: readonly PlannedTrial[];
  readonly schedule: Schedule;
  /** By the path of its data or weights. Names of published ones are not among them. */
  readonly contents: ReadonlyMap<string, Content>;
}

/** Finds out all that decides what the trials are. Their flags are known to be sound. */
export async function planSweep(spec: SweepSpec): Promise<SweepPlan> {
  const asked = trialsOf(spec);
  const [contents, recipes] = [new Map<string, Content>(), new Map<string, string | null>()];
  for (const { flags } of asked) {
    for (const path of pathsOf(flags)) if (!contents.has(path) && (await exists(path))) contents.set(path, await contentAt(path));
    const recipe = recipeOf(flags);
    if (recipe !== null && !recipes.has(recipe)) recipes.set(recipe, await recipeText(recipe));
  }
  const planned = asked.map((trial) => identified(trial, { contents, recipes }));
  const distinct = [...new Map(planned.map((trial) => [trial.digest, trial])).values()];
  const trials = distinct.map((trial, index) => ({ ...trial, index }));
  return { spec, trials, contents, schedule: scheduleOf(spec, trials) };
}

/** What a trial reads, by the flag that names it: the path of what it names. */
const readBy: Readonly<Record<string, (name: string) => string>> = {
  data: dataPath,
  weights: (name) => lastingName(name).replace(/^keras:/u, ''),
  corrections: userPath,
};

/** Of what a trial reads. */
export function pathsOf(flags: Trial['flags']): string[] {
  return Object.entries(readBy).flatMap(([flag, pathOf]) => (flags[flag] === undefined ? [] : [pathOf(String(flags[flag]))]));
}

/** A trial's flags where what it reads lies at other places, by the paths of `pathsOf`. */
export function flagsAt(flags: Trial['flags'], places: ReadonlyMap<string, string>): Trial['flags'] {
  const placed = Object.entries(readBy).flatMap(([flag, pathOf]) => {
    const given = String(flags[flag] ?? '');
    const place = given === '' ? undefined : places.get(pathOf(given));
    return place === undefined ? [] : [[flag, given.startsWith('keras:') ? `keras:${place}` : place] as const];
  });
  return { ...flags, ...Object.fromEntries(placed) };
}

function recipeOf({ recipe }: Trial['flags']): string | null {
  return recipe === undefined ? null : String(recipe);
}

async function recipeText(name: string): Promise<string | null> {
  const source = await recipeSource(name);
  return source.kind === 'text' ? source.text : null;
}

interface Material {
  readonly contents: ReadonlyMap<string, Content>;
  readonly recipes: ReadonlyMap<string, string | null>;
}

/** A trial is the same wherever its files lie, and however its process is set up. */
function identified(trial: Trial, { contents, recipes }: Material): PlannedTrial {
  const recipe = recipes.get(recipeOf(trial.flags) ?? '') ?? null;
  const decisive = Object.entries(trial.flags).filter(([flag]) => !Object.hasOwn(readBy, flag) && flag !== 'recipe' && !indifferent.has(flag));
  const digest = digestOf({
    format: 1,
    flags: Object.fromEntries(decisive.map(([flag, value]) => [flag, flagText(value)])),
    recipe: recipe ?? recipeOf(trial.flags),
    contents: pathsOf(trial.flags).map((path) => contents.get(path)?.digest ?? path),
  });
  return { ...trial, digest, recipe };
}

/** What changes nothing of what is trained. */
const indifferent: ReadonlySet<string> = new Set(['loader-threads', 'cache', 'disk-cache', 'checkpoint-every', 'tensorboard', 'csv', 'no-report']);

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
