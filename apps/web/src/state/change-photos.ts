import { signal } from '@preact/signals';

import type { DatasetState, Engine } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { askEngine } from './ask-engine.ts';
import { changeInTurn } from './changing.ts';
import { dataset } from './project.ts';
import { tellUndoable } from './undo.ts';

/** Ids of the photos that are selected. */
export const selected = signal<ReadonlySet<string>>(new Set());

export function toggle(id: string): void {
  const next = new Set(selected.value);
  if (!next.delete(id)) next.add(id);
  selected.value = next;
}

/** Selects all photos of a class, or none of them where all are selected. */
export function toggleAll(ids: readonly string[]): void {
  const next = new Set(selected.value);
  const all = ids.every((id) => next.has(id));
  for (const id of ids) {
    if (all) next.delete(id);
    else next.add(id);
  }
  selected.value = next;
}

/** Whether it was made; a name that no folder can have is refused in words. */
export function makeClass(name: string): Promise<boolean> {
  return change((engine) => engine.makeClass(name));
}

export async function removeClass(name: string): Promise<void> {
  if (await change((engine) => engine.removeClass(name))) tellUndoable(words.value.classRemoved(name));
}

/** A name that is taken merges the two classes. */
export async function renameClass(name: string, wanted: string): Promise<boolean> {
  const newName = wanted.trim();
  if (newName === name || newName === '') return true;
  const merges = dataset.value.classes.some((other) => other.name === newName);
  const done = await change((engine) => engine.renameClass(name, newName));
  if (done) tellUndoable(merges ? words.value.merged(name, newName) : words.value.renamed(name, newName));
  return done;
}

export async function relabel(ids: readonly string[], className: string): Promise<void> {
  if (await change((engine) => engine.relabel(ids, className))) tellUndoable(words.value.relabelled(ids.length, className));
}

export async function removeImages(ids: readonly string[]): Promise<void> {
  if (await change((engine) => engine.remove(ids))) tellUndoable(words.value.imagesRemoved(ids.length));
}

/** Whether the worker has done it; what is selected is no more. */
async function change(ask: (engine: Engine) => Promise<DatasetState>): Promise<boolean> {
  const state = await changeInTurn(() => askEngine(ask));
  if (state === null) return false;
  dataset.value = state;
  selected.value = new Set();
  return true;
}
