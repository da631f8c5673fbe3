import { computed, signal } from '@preact/signals';

import type { EvaluationReport } from '../engine/protocol.ts';
import { askEngine } from './ask-engine.ts';
import { shownRun } from './project.ts';

const newest = signal<{ readonly runId: string; readonly report: EvaluationReport } | null>(null);

/** What the shown run makes of the photos that were held back; null until it is known. */
export const judgement = computed(() => (newest.value !== null && newest.value.runId === shownRun.value?.id ? newest.value.report : null));

/** Whose photos are being judged. */
let judging: string | null = null;

/** Judges the held-back photos with a run's best weights, once at a time. */
export async function judge(runId: string): Promise<void> {
  if (judging === runId) return;
  judging = runId;
  const report = await askEngine((engine) => engine.evaluate(runId));
  judging = null;
  if (report !== null) newest.value = { runId, report };
}

/** How many photos were held back, how many of these are right, and how many guessing would get:
 * those of the largest class. */
export function score({ confusion }: EvaluationReport): { readonly right: number; readonly total: number; readonly guessed: number } {
  const rows = confusion.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return { right: confusion.reduce((sum, counts, row) => sum + counts[row]!, 0), total: rows.reduce((sum, row) => sum + row, 0), guessed: Math.max(...rows) };
}
