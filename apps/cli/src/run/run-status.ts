import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { FineTuneEvent } from '@attune/staged-finetune';

import { writeFileSafely } from './write-file.ts';

/** Where a run under way is, for whoever looks at its folder. */
export interface RunStatus {
  readonly stage: string;
  readonly stageIndex: number;
  readonly epoch: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Of the newest step; null before the first. */
  readonly loss: number | null;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

const statusFile = 'status.json';
const millisecondsBetween = 1000;

/** Keeps a run's `status.json` at most a second old while anything goes on, and removes
 * it when the run ends. */
export class StatusKeeper {
  readonly #path: string;
  #latest: Omit<RunStatus, 'writtenAt'> | null = null;
  /** On a scale that nobody sets: a clock that is set back keeps no status from being written. */
  #writtenWhen = -Infinity;

  constructor(folder: string) {
    this.#path = join(folder, statusFile);
  }

  async keep(event: FineTuneEvent): Promise<void> {
    if (event.kind === 'stage-start') this.#latest = { ...placeOf(event), epoch: 0, step: 0, stepsPerEpoch: event.stepsPerEpoch, loss: null };
    if (event.kind === 'step') this.#latest = { ...placeOf(event), epoch: event.epoch, step: event.step, stepsPerEpoch: event.stepsPerEpoch, loss: event.loss };
    if (this.#latest === null || performance.now() - this.#writtenWhen < millisecondsBetween) return;
    this.#writtenWhen = performance.now();
    await writeFileSafely(this.#path, JSON.stringify({ ...this.#latest, writtenAt: Date.now() } satisfies RunStatus), { isOwnFolder: true });
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

function placeOf({ stage, stageIndex }: Pick<RunStatus, 'stage' | 'stageIndex'>): Pick<RunStatus, 'stage' | 'stageIndex'> {
  return { stage, stageIndex };
}

/** Null when the run is not under way, or its status is not whole. */
export async function readStatus(folder: string): Promise<RunStatus | null> {
  const text = await readFile(join(folder, statusFile), 'utf8').catch(() => null);
  try {
    return text === null ? null : (JSON.parse(text) as RunStatus);
  } catch {
    return null;
  }
}
