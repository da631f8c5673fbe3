import { type AlternateOptions, alternate } from '../measure/alternate.ts';
import { describeMachine } from '../measure/machine.ts';
import { measureRoofline } from '../measure/roofline.ts';
import { type Report, machineLine, toJson, toMarkdown } from '../report.ts';
import { operationsOf } from '../workload/multiply-adds.ts';
import { type Work, describeWork } from '../workload/work.ts';

export interface MeasureOptions extends Omit<AlternateOptions, 'onRound'> {
  readonly json?: true | undefined;
}

/** Measures one work and prints it. */
export async function measure(work: Work, options: MeasureOptions): Promise<void> {
  const machine = describeMachine(await measureRoofline(work.threads));
  const report = await compare(work, options);
  const text = options.json === true ? JSON.stringify({ ...toJson(report), machine }) : `${machineLine(machine)}\n\n${toMarkdown(report, machine)}`;
  process.stdout.write(`${text}\n`);
}

/** Attune and its peers on one work, with a line for each round on a terminal. */
export async function compare(work: Work, options: MeasureOptions): Promise<Report> {
  const onRound = (round: number, rounds: number) => {
    if (process.stderr.isTTY) process.stderr.write(`${describeWork(work)}: round ${round + 1} of ${rounds}\n`);
  };
  return { ...(await alternate(work, { ...options, onRound })), operations: await operationsOf(work) };
}
