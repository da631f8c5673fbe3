import { signal } from '@preact/signals';

import type { ImageExplanation } from '../engine/protocol.ts';
import { askEngine } from './ask-engine.ts';
import { shownRun } from './project.ts';

export interface Trial {
  readonly id: number;
  readonly name: string;
  /** Null while it is looked at. */
  readonly explanation: ImageExplanation | null;
}

const mostShown = 24;
let count = 0;

/** Photos that a person tried, the newest first. */
export const trials = signal<readonly Trial[]>([]);

/** Shows photos to the trained network, one after the other. */
export async function tryFiles(files: readonly File[]): Promise<void> {
  const run = shownRun.value;
  if (run === null) return;
  const begun = files.map((file) => ({ file, trial: { id: count++, name: file.name, explanation: null } }));
  trials.value = [...begun.map(({ trial }) => trial), ...trials.value].slice(0, mostShown);
  for (const { file, trial } of begun) {
    const explanation = await askEngine((engine) => engine.explainFile(run.id, file));
    if (explanation === null) trials.value = trials.value.filter(({ id }) => id !== trial.id);
    else trials.value = trials.value.map((other) => (other.id === trial.id ? { ...other, explanation } : other));
  }
}

/** How sure a network has to be, between guessing and certain, to be taken at its word. */
const sureness = 0.4;

/** The least probability, among so many classes, that is more than a guess. */
export function leastSure(classes: number): number {
  const guess = 1 / Math.max(2, classes);
  return guess + (1 - guess) * sureness;
}

export function isUnsure(probability: number, classes: number): boolean {
  return probability < leastSure(classes);
}
