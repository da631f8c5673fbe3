import type { Work } from '../workload/work.ts';
import { imagesOf } from '../workload/work.ts';
import { PeerAbsentError, type PeerName, PeerProcess } from './peer-process.ts';
import { median, spread } from './statistics.ts';

export interface AlternateOptions {
  readonly against: readonly PeerName[];
  readonly warmUp: number;
  readonly rounds: number;
  /** Repetitions of each system in a round. */
  readonly repetitions: number;
  readonly onRound?: (round: number, rounds: number) => void;
}

/** What one system needed. */
export interface Measured {
  readonly name: 'attune' | PeerName;
  /** Of one repetition, the median. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
  /** Distance of the quartiles over the median. */
  readonly spread: number;
  /** The most memory that the process held, bytes. */
  readonly peakBytes: number;
  /** Seconds of each timed repetition. */
  readonly samples: readonly number[];
  readonly note?: string;
}

export interface Comparison {
  readonly work: Work;
  readonly results: readonly Measured[];
  /** Peers that could not be measured, and why. */
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  /** Attune's speed as a share of each peer's. */
  readonly ratio: Readonly<Partial<Record<PeerName, number>>>;
}

/** Measures Attune and its peers on one work: each in its own process, all warmed up, then in
 * turns, never two at a time. */
export async function alternate(work: Work, options: AlternateOptions): Promise<Comparison> {
  const { peers, absent } = await startAll(work, options.against);
  try {
    for (const { peer } of peers) await peer.repeat(options.warmUp);
    for (let round = 0; round < options.rounds; round++) {
      options.onRound?.(round, options.rounds);
      for (const entry of peers) await takeTurn(entry, options.repetitions);
    }
    const results = peers.map((entry) => summarise(entry, work));
    return { work, results, absent, ratio: ratios(results) };
  } finally {
    for (const { peer } of peers) peer.stop();
  }
}

interface Entry {
  readonly peer: PeerProcess;
  readonly samples: number[];
  peakBytes: number;
}

async function startAll(work: Work, against: readonly PeerName[]): Promise<{ readonly peers: readonly Entry[]; readonly absent: Comparison['absent'] }> {
  const peers: Entry[] = [];
  const absent: { name: string; reason: string }[] = [];
  for (const name of ['attune', ...against] as const) {
    try {
      peers.push({ peer: await PeerProcess.start(name, work), samples: [], peakBytes: 0 });
    } catch (error) {
      if (!PeerAbsentError.isInstance(error) || name === 'attune') throw error;
      absent.push({ name, reason: error.reason });
    }
  }
  return { peers, absent };
}

async function takeTurn(entry: Entry, repetitions: number): Promise<void> {
  const { seconds, peakBytes } = await entry.peer.repeat(repetitions);
  entry.samples.push(...seconds);
  entry.peakBytes = Math.max(entry.peakBytes, peakBytes);
}

function summarise({ peer, samples, peakBytes }: Entry, work: Work): Measured {
  const seconds = median(samples);
  const result = { name: peer.name, seconds, imagesPerSecond: imagesOf(work) / seconds, spread: spread(samples), peakBytes, samples };
  return peer.note === undefined ? result : { ...result, note: peer.note };
}

function ratios(results: readonly Measured[]): Comparison['ratio'] {
  const [attune, ...others] = results;
  return Object.fromEntries(others.map(({ name, seconds }) => [name, seconds / attune!.seconds]));
}
