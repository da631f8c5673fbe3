import { signal } from '@preact/signals';

import type { Engine } from '../engine/protocol/engine.ts';
import type { DatasetState } from '../engine/protocol/photos.ts';
import { askEngine } from './ask-engine.ts';
import { changeInTurn } from './changing.ts';
import { type WayOn, dataset } from './project.ts';
import { again } from './tell-fault.ts';
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
  return change((engine) => engine.photos.makeClass(name), otherName);
}

export async function removeClass(name: string): Promise<void> {
  if (
    await change(
      (engine) => engine.photos.removeClass(name),
      () => again(() => removeClass(name)),
    )
  )
    tellUndoable(({ classRemoved, labelRemoved }) => (dataset.value.task === 'single-label' ? classRemoved : labelRemoved)(name));
}

/** A name that is taken merges the two classes. */
export async function renameClass(name: string, wanted: string): Promise<boolean> {
  const newName = wanted.trim();
  if (newName === name || newName === '') return true;
  const merges = dataset.value.classes.some((other) => other.name === newName);
  const done = await change((engine) => engine.photos.renameClass(name, newName), otherName);
  if (done) tellUndoable(({ merged, renamed }) => (merges ? merged : renamed)(name, newName));
  return done;
}

/** Whether it was done. */
export async function relabel(ids: readonly string[], className: string): Promise<boolean> {
  const done = await change(
    (engine) => engine.photos.relabel(ids, className),
    () => again(() => relabel(ids, className)),
  );
  if (done) tellUndoable(({ relabelled, labelled }) => (dataset.value.task === 'single-label' ? relabelled : labelled)(ids.length, className));
  return done;
}

export async function unlabel(ids: readonly string[], label: string): Promise<void> {
  const done = await change(
    (engine) => engine.photos.unlabel(ids, label),
    () => again(() => unlabel(ids, label)),
  );
  if (done) tellUndoable(({ unlabelled }) => unlabelled(ids.length, label));
}

export async function removeImages(ids: readonly string[]): Promise<void> {
  const done = await change(
    (engine) => engine.photos.remove(ids),
    () => again(() => removeImages(ids)),
  );
  if (done) tellUndoable(({ imagesRemoved }) => imagesRemoved(ids.length));
}

/** Whether the worker has done it; what is selected is no more. */
async function change(ask: (engine: Engine) => Promise<DatasetState>, wayOn: () => WayOn): Promise<boolean> {
  const state = await changeInTurn(() => askEngine(ask, wayOn()));
  if (state === null) return false;
  dataset.value = state;
  selected.value = new Set();
  return true;
}

/** Leads to the field where a class gets its name. */
function otherName(): WayOn {
  return { name: ({ otherName: name }) => name, follow: () => document.querySelector<HTMLElement>('.class-form input')?.focus() };
}
