import type { Step, TrialResult } from '@attune/sweep';

import { duration, percent } from '../../terminal/format.ts';
import { printable } from '../../terminal/printable.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { PlannedTrial } from './plan-sweep.ts';
import type { SweepListener } from './run-local.ts';

/** Rows that are shown at a time. */
const mostRows = 12;

/** Shows how a sweep goes: what is running and how it stands where somebody watches, a line for
 * each result elsewhere. */
export class LiveTable implements SweepListener {
  readonly #terminal: Terminal;
  readonly #planned: number;
  readonly #running = new Map<string, { readonly trial: PlannedTrial; epochs: number; readonly since: number }>();
  readonly #counts = { finished: 0, paused: 0, failed: 0 };
  #best = 0;
  #drawn = 0;

  constructor(terminal: Terminal, { planned }: { readonly planned: number }) {
    this.#terminal = terminal;
    this.#planned = planned;
  }

  get isWatched(): boolean {
    return this.#terminal.interactive;
  }

  started(trial: PlannedTrial, _step: Step): void {
    this.#running.set(trial.digest, { trial, epochs: 0, since: performance.now() });
    this.#draw();
  }

  epochs({ digest }: PlannedTrial, epochs: number): void {
    const row = this.#running.get(digest);
    if (row !== undefined) row.epochs = epochs;
    this.#draw();
  }

  ended(result: TrialResult): void {
    this.#running.delete(result.digest);
    this.#counts[result.status]++;
    this.#best = Math.max(this.#best, result.metrics?.bestValidationAccuracy ?? 0);
    this.#erase();
    this.#terminal.note(lineOf(result));
    this.#draw();
  }

  stopped({ digest }: PlannedTrial): void {
    this.#running.delete(digest);
    this.#draw();
  }

  close(): void {
    this.#erase();
  }

  #draw(): void {
    if (!this.#terminal.interactive) return;
    this.#erase();
    const { finished, paused, failed } = this.#counts;
    const head = `${finished} of ${this.#planned} trials finished${paused > 0 ? `, ${paused} rungs reached` : ''}${failed > 0 ? `, ${failed} failed` : ''}, best ${percent(this.#best)}`;
    const rows = [...this.#running.values()].slice(0, mostRows).map(({ trial, epochs, since }) => {
      return `  ${nameOf(trial)}: ${epochs} epochs, ${duration((performance.now() - since) / 1000)}`;
    });
    const width = process.stderr.columns || 80; // a terminal may say 0
    const lines = [head, ...rows].map((line) => printable(line).slice(0, width - 1));
    process.stderr.write(`${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  #erase(): void {
    if (this.#drawn > 0) process.stderr.write(`\u001B[${this.#drawn}F\u001B[J`);
    this.#drawn = 0;
  }
}

function lineOf(result: TrialResult): string {
  const name = nameOf(result);
  if (result.metrics === null) return `${name}: failed: ${(result.log ?? '').trim().split('\n').at(-1)}`;
  const { bestValidationAccuracy, epochs } = result.metrics;
  return `${name}: ${percent(bestValidationAccuracy)} after ${epochs} epochs${result.status === 'paused' ? ', at a rung' : ''}, ${duration(result.seconds)}`;
}

/** `trial 3: attention none, seed 1, fold 2/5`. */
export function nameOf({ index, values, seed, fold }: Pick<TrialResult, 'index' | 'values' | 'seed' | 'fold'>): string {
  const axes = Object.entries(values).map(([axis, value]) => (value.startsWith(axis) ? value : `${axis} ${value}`));
  const repeats = [seed === null ? [] : [`seed ${seed}`], fold === null ? [] : [`fold ${fold}`]].flat();
  return [`trial ${index}`, ...axes, ...repeats].join(', ');
}
