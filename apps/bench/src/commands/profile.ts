import { timeKernels } from '../measure/time-kernels.ts';
import { prepareAttune } from '../peer/attune.ts';
import { markdownTable } from '../report.ts';
import { type NetworkWork, describeWork } from '../workload/work.ts';

export interface ProfileOptions {
  readonly warmUp: number;
  readonly repetitions: number;
  readonly json?: true | undefined;
}

/** Where the time of a step or a pass goes, kernel by kernel. */
export async function profile(work: NetworkWork, { warmUp, repetitions, json }: ProfileOptions): Promise<void> {
  const { repeat } = await prepareAttune(work);
  const take = timeKernels();
  for (let count = 0; count < warmUp; count++) await repeat();
  take();
  const started = performance.now();
  for (let count = 0; count < repetitions; count++) await repeat();
  const seconds = (performance.now() - started) / 1000 / repetitions;
  const kernels = take().map((time) => ({ ...time, calls: time.calls / repetitions, seconds: time.seconds / repetitions }));
  const inKernels = kernels.reduce((sum, time) => sum + time.seconds, 0);
  const rows = [...kernels, { kernel: 'between kernels', calls: 0, seconds: seconds - inKernels }].map((time) => [
    time.kernel,
    time.calls === 0 ? '' : time.calls.toFixed(0),
    (1000 * time.seconds).toFixed(1),
    `${((100 * time.seconds) / seconds).toFixed(1)} %`,
  ]);
  const text = `**${describeWork(work)}, ${work.threads} threads: ${(1000 * seconds).toFixed(0)} ms**\n\n${markdownTable(['kernel', 'calls', 'ms', 'share'], rows)}`;
  process.stdout.write(`${json === true ? JSON.stringify({ work, seconds, kernels }) : text}\n`);
}
