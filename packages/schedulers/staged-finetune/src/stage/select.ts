import { type Network, attentionNames, parametersInForwardOrder, segmentVariables } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';
import picomatch from 'picomatch';

import type { RecipeFault } from '../recipe/recipe-error.ts';
import type { ParameterGroup, Selector } from '../recipe/recipe.ts';

/** A choice of parameters that cannot be made in a network; planning collects them. */
export interface Selection {
  readonly names: ReadonlySet<string>;
  readonly fault?: Omit<RecipeFault, 'path'>;
}

/** The parameters of a network that a selector names, whoever else names them. */
export function selectNames(network: Network, selector: Selector): Selection {
  const names = [...parametersInForwardOrder(network).keys()];
  if (selector === 'rest') return { names: new Set(names) };
  if (selector === 'attention') return { names: intersection(names, attentionNames(network)) };
  if (selector === 'head') return { names: new Set(lastLayer(names)) };
  if (typeof selector === 'function') return matching(names, selector, 'the predicate');
  if ('slice' in selector) return { names: new Set(names.slice(selector.slice[0] ?? 0, selector.slice[1] ?? names.length)) };
  if ('segments' in selector) return selectSegments(network, selector.segments);
  if ('pattern' in selector) return matching(names, (name) => new RegExp(selector.pattern, 'u').test(name), `the pattern "${selector.pattern}"`);
  return selectGlobs(names, selector.names);
}

/** Gives each parameter to the first group that selects it. */
export function partition(
  network: Network,
  groups: readonly ParameterGroup[],
): { readonly members: readonly ReadonlyMap<string, tf.Variable>[]; readonly faults: readonly RecipeFault[] } {
  const left = parametersInForwardOrder(network);
  const faults: RecipeFault[] = [];
  const members = groups.map(({ name, select }, index) => {
    const { names, fault } = selectNames(network, select);
    if (fault !== undefined) faults.push({ path: `groups.${index} (${name})`, ...fault });
    const taken = new Map([...left].filter(([parameter]) => names.has(parameter)));
    if (names.size > 0 && taken.size === 0 && select !== 'rest') {
      const message = `selects ${names.size} parameters, and groups before it hold them all; put it before them, or leave it out`;
      faults.push({ path: `groups.${index} (${name})`, message });
    }
    for (const parameter of taken.keys()) left.delete(parameter);
    return taken;
  });
  return { members, faults };
}

function intersection(names: readonly string[], wanted: ReadonlySet<string>): Set<string> {
  return new Set(names.filter((name) => wanted.has(name)));
}

/** The parameters of the module that comes last in forward order: the layer whose size
 * is the number of classes. */
function lastLayer(names: readonly string[]): string[] {
  const path = modulePath(names.at(-1) ?? '');
  return names.filter((name) => modulePath(name) === path);
}

function modulePath(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function selectSegments(network: Network, wanted: readonly (number | string)[]): Selection {
  const segments = network.segments();
  const found = wanted.map((key) => (typeof key === 'number' ? segments.at(key) : segments.find(({ name }) => name === key)));
  const names = found.flatMap((segment) => (segment === undefined ? [] : [...segmentVariables(network, segment).keys()]));
  if (!found.includes(undefined)) return { names: new Set(names) };
  const absent = wanted.filter((_, index) => found[index] === undefined);
  const message = `${network.architecture} has no segment ${absent.join(', ')}; its segments are ${segments.map(({ name }) => name).join(', ')}`;
  return { names: new Set(names), fault: { message } };
}

/** Globs over dotted names: `*` stays within a field, `**` goes on through the dots.
 * Each must match something. */
function selectGlobs(names: readonly string[], globs: readonly string[]): Selection {
  const found = globs.map((glob) => {
    const matches = picomatch(glob.replaceAll('.', '/'));
    return names.filter((name) => matches(name.replaceAll('.', '/')));
  });
  const idle = globs.filter((_, index) => found[index]!.length === 0);
  const chosen = new Set(found.flat());
  return idle.length === 0 ? { names: chosen } : { names: chosen, fault: nothingMatches(idle.map((glob) => `"${glob}"`).join(', '), names) };
}

function matching(names: readonly string[], matches: (name: string) => boolean, description: string): Selection {
  const chosen = new Set(names.filter((name) => matches(name)));
  return chosen.size > 0 ? { names: chosen } : { names: chosen, fault: nothingMatches(description, names) };
}

function nothingMatches(description: string, names: readonly string[]): { message: string } {
  return { message: `${description} selects no parameter; names look like ${names[0]} and ${names.at(-1)}` };
}
