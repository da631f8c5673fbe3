import type { TrialResult } from '@attune/sweep';

/** `attune worker` whose trials are over at once: ADDRESS OUT JOBS. */
const [address, out, jobs] = process.argv.slice(2);

interface Asked {
  readonly digest: string;
  readonly index: number;
  readonly values: TrialResult['values'];
  readonly flags: TrialResult['flags'];
}

/** What the worker of the command takes in place of training. */
type TrainNothing = (trial: Asked, step: { readonly rung: number }) => Promise<TrialResult>;

type WorkerCommand = (options: object, context: object, train: TrainNothing) => Promise<unknown>;

const { worker } = (await import(new URL('../../../cli/dist/commands/worker.js', import.meta.url).href)) as { readonly worker: WorkerCommand };

const trainNothing: TrainNothing = async ({ digest, index, values, flags }, { rung }) => {
  const metrics = { epochs: 1, bestValidationAccuracy: 0.5, lastValidationAccuracy: 0.5, lastValidationLoss: 1, lastTrainLoss: 1, curve: [0.5] };
  const facts = { seed: null, fold: null, seconds: 0, parameters: 0, weights: null, machine: null, version: '0.0.0' };
  return { format: 1, digest, index, rung, status: 'finished', values, flags, metrics, ...facts };
};

const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());
const options = { redis: address, queue: 'attune', out, jobs: Number(jobs), trialThreads: 1, stalledAfter: { seconds: 30 } };
await worker(options, { signal: stopping.signal, terminal: { note: () => {}, warn: () => {} } }, trainNothing);
