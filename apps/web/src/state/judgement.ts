import { computed, signal } from '@preact/signals';

import type { RunSummary } from '../engine/protocol/runs.ts';
import type { EvaluationReport, Judgement } from '../engine/protocol/insight.ts';
import { askEngine } from './ask-engine.ts';
import { dataset, runs, shownRun } from './project.ts';
import { again } from './tell-fault.ts';

interface Judged {
  readonly runId: string;
  readonly report: Judgement;
  /** The photos as they were. */
  readonly photos: string;
}

const newest = signal<Judged | null>(null);

/** Which photos there are, and of which class each is. */
const photos = computed(() =>
  dataset.value.images.map(({ id, className, split, labels, values }) => JSON.stringify([id, split, className, labels, values])).join('\n'),
);

/** What the shown run makes of the photos that were held back; null until it is known. */
export const judgement = computed(() => (newest.value !== null && newest.value.runId === shownRun.value?.id ? newest.value.report : null));

/** Whether photos were added, removed or moved since. */
export const isOutdated = computed(() => judgement.value !== null && newest.value?.photos !== photos.value);

/** Whose photos are being judged. */
const judging = signal<string | null>(null);
export const isJudging = computed(() => judging.value !== null);

/** Why a run's mistakes cannot be counted here: there are no photos of its classes, or none with a
 * table of its labels or numbers. Null where they can. */
export function hindranceOf({ task, classes }: RunSummary): 'no-table' | 'no-photos' | null {
  const now = dataset.value;
  const names = now.classes.map(({ name }) => name);
  if (task === 'single-label') return now.task === task && names.some((name) => classes.includes(name)) && now.images.length > 0 ? null : 'no-photos';
  const isSaid = task === 'multi-label' ? names.every((name) => classes.includes(name)) : [...names].sort().join('\n') === [...classes].sort().join('\n');
  return now.task === task && now.images.length > 0 && isSaid ? null : 'no-table';
}

/** Judges the held-back photos with a run's best weights, once at a time. */
export async function judge(runId: string): Promise<void> {
  const run = runs.value.find(({ id }) => id === runId);
  if (judging.value === runId || run === undefined || hindranceOf(run) !== null) return;
  judging.value = runId;
  const judged = photos.value;
  const report = await askEngine(
    (engine) => engine.insight.evaluate(runId),
    again(() => judge(runId)),
  );
  judging.value = null;
  if (report !== null) newest.value = { runId, report, photos: judged };
}

/** Of the shown run, on the photos as they are now. */
export async function judgeAgain(): Promise<void> {
  if (shownRun.value !== null) await judge(shownRun.value.id);
}

/** How many photos were held back, how many of these are right, and how many guessing would get:
 * those of the largest class. */
export function score({ confusion }: EvaluationReport): { readonly right: number; readonly total: number; readonly guessed: number } {
  const rows = confusion.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return { right: confusion.reduce((sum, counts, row) => sum + counts[row]!, 0), total: rows.reduce((sum, row) => sum + row, 0), guessed: Math.max(...rows) };
}
