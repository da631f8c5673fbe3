import { signal } from '@preact/signals';

import type { RunSummary } from '../engine/protocol/runs.ts';
import type { ImageExplanation } from '../engine/protocol/insight.ts';
import { pickFile } from '../parts/pick-file.ts';
import { askEngine } from './ask-engine.ts';
import { type WayOn, shownRun } from './project.ts';

export interface Trial {
  readonly id: number;
  readonly file: File;
  /** The run that was asked, and how many epochs it had. */
  readonly asked: string;
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
  const begun = files.map((file) => ({ id: count++, file, asked: stateOf(run), explanation: null }));
  trials.value = [...begun, ...trials.value].slice(0, mostShown);
  await answer(run, begun);
}

/** Shows the photos again that another network, or the same before it had learned more, has
 * answered. */
export async function tryAgain(run: RunSummary): Promise<void> {
  const isOld = ({ asked }: Trial) => asked !== stateOf(run);
  trials.value = trials.value.map((trial) => (isOld(trial) ? { ...trial, asked: stateOf(run), explanation: null } : trial));
  await answer(
    run,
    trials.value.filter(({ explanation }) => explanation === null),
  );
}

/** One after the other. */
async function answer(run: RunSummary, asked: readonly Trial[]): Promise<void> {
  for (const { id, file } of asked) {
    const explanation = await askEngine((engine) => engine.insight.explainFile(run.id, file), otherPhoto());
    if (explanation === null) trials.value = trials.value.filter((other) => other.id !== id);
    else trials.value = trials.value.map((other) => (other.id === id ? { ...other, explanation } : other));
  }
}

function stateOf({ id, epochs }: RunSummary): string {
  return `${id} ${epochs.length}`;
}

function otherPhoto(): WayOn {
  return { name: ({ choosePhoto }) => choosePhoto, follow: () => pickFile('image/*', (file) => tryFiles([file])) };
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
