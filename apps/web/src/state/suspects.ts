import { signal } from '@preact/signals';

import type { SuspectLabel } from '../engine/protocol/insight.ts';
import { askEngine } from './ask-engine.ts';
import { dataset } from './project.ts';
import { again } from './tell-fault.ts';

interface Found {
  readonly runId: string;
  readonly labels: readonly SuspectLabel[];
}

const found = signal<Found | null>(null);
/** Ids of photos whose labels a person has confirmed. */
const confirmed = signal<ReadonlySet<string>>(new Set());

/** How many photos have been looked at, while it is looked for wrong labels. */
export const searching = signal<{ readonly done: number; readonly total: number } | null>(null);

/** Looks for labels that are probably wrong, with the features of a run. */
export async function findSuspects(runId: string): Promise<void> {
  if (searching.value !== null) return;
  searching.value = { done: 0, total: dataset.value.images.length };
  const labels = await askEngine(
    (engine) =>
      engine.insight.suspects(runId, (done, total) => {
        if (searching.value !== null) searching.value = { done, total };
      }),
    again(() => findSuspects(runId)),
  );
  searching.value = null;
  if (labels !== null) found.value = { runId, labels };
}

/** Those that still have the label in question; null where nobody has looked. What is undone comes
 * back by itself. */
export function suspectsOf(runId: string): readonly SuspectLabel[] | null {
  if (found.value?.runId !== runId) return null;
  const present = new Map(dataset.value.images.map(({ id, className }) => [id, className]));
  return found.value.labels.filter(({ imageId, className }) => present.get(imageId) === className && !confirmed.value.has(imageId));
}

/** Takes a label for right. */
export function confirmLabel(imageId: string): void {
  confirmed.value = new Set([...confirmed.value, imageId]);
}
