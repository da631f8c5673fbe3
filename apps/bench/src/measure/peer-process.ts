import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { AttuneError } from '@attune/errors';

import type { PeerAnswer } from '../peer/serve-peer.ts';
import type { Work } from '../workload/work.ts';
import { keepFreedMemory } from './keep-freed-memory.ts';
import { python, pythonEnvironment, pythonProgram } from './python.ts';

export const peerNames = ['torch', 'torch-reuse', 'tfjs', 'jax-js', 'onnxruntime-web', 'onnxruntime-node'] as const;
export type PeerName = (typeof peerNames)[number];

/** A peer that cannot be measured, and why. */
export class PeerAbsentError extends AttuneError {
  static override readonly code = 'ATTUNE_BENCH_PEER_ABSENT';
  readonly peer: string;
  readonly reason: string;

  constructor({ peer, reason }: Pick<PeerAbsentError, 'peer' | 'reason'>) {
    super(`${peer}: ${reason}.`);
    this.name = 'PeerAbsentError';
    this.peer = peer;
    this.reason = reason;
  }
}

/** A system under measure in a process of its own, idle until it is asked to repeat its work. */
export class PeerProcess {
  readonly name: 'attune' | PeerName;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  #complaints = '';
  #reduced: { readonly note: string; readonly share: number } | undefined;

  private constructor(name: 'attune' | PeerName, child: ChildProcessWithoutNullStreams) {
    this.name = name;
    this.#process = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaints = (this.#complaints + text).slice(-4000)));
  }

  /** Starts a system and gives it the work.
   *
   * @throws {PeerAbsentError} when it is not installed, or cannot do the work. */
  static async start(name: 'attune' | PeerName, work: Work): Promise<PeerProcess> {
    const peer = new PeerProcess(name, spawnPeer(name));
    // A process that ends early closes its input; what it said is reported where its
    // answer is missed.
    peer.#process.stdin.on('error', () => {});
    const ready = await peer.#ask(work);
    if ('cannot' in ready) throw new PeerAbsentError({ peer: name, reason: ready.cannot });
    if ('ready' in ready) peer.#reduced = ready.reduced;
    return peer;
  }

  /** What it does in place of the whole work, if it is too slow for it. */
  get note(): string | undefined {
    return this.#reduced?.note;
  }

  /** Seconds of each repetition, scaled to the whole work where only a part was done, and the most
   * memory that the process has held. */
  async repeat(repetitions: number): Promise<{ readonly seconds: readonly number[]; readonly peakBytes: number }> {
    const answer = await this.#ask({ repetitions });
    if (!('seconds' in answer)) throw new PeerAbsentError({ peer: this.name, reason: 'it answered out of turn' });
    return { seconds: answer.seconds.map((seconds) => seconds / (this.#reduced?.share ?? 1)), peakBytes: answer.peakBytes };
  }

  stop(): void {
    this.#process.stdin.end();
    this.#process.kill();
  }

  async #ask(message: object): Promise<PeerAnswer> {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done === true) throw new PeerAbsentError({ peer: this.name, reason: lastLine(this.#complaints) ?? 'its process ended without a word' });
      // Libraries greet on the same stream; an answer is an object.
      if (value.startsWith('{')) return JSON.parse(value) as PeerAnswer;
    }
  }
}

function spawnPeer(name: 'attune' | PeerName): ChildProcessWithoutNullStreams {
  if (name === 'torch') return spawnTorch({});
  return name === 'torch-reuse' ? spawnTorch(keepFreedMemory) : spawnNode(name);
}

function spawnTorch(settings: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams {
  return spawn(python, [pythonProgram('torch_peer.py')], { env: { ...pythonEnvironment(), ...settings } });
}

function spawnNode(name: string): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [fileURLToPath(new URL('../peer/main.js', import.meta.url)), name]);
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined;
}
