import { basename } from 'node:path';

import { startBackend } from '@attune/backend';
import type { SharedImage } from '@attune/data';
import { type Interval, type McNemar, bootstrapInterval, mcnemar } from '@attune/insight';
import { disposeModule } from '@attune/nn';
import { evaluate } from '@attune/staged-finetune';

import type { CommandContext, Report } from '../command.ts';
import { buildModel } from '@attune/zoo';
import { userPath } from '../paths.ts';
import { sharedField, warnOfSharedImages } from '../shared-images.ts';
import type { Run } from '@attune/run';
import { openRunFolder } from '../run/run-folder.ts';
import { percent } from '../terminal/format.ts';
import { ProgressView } from '../terminal/progress.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';
import { openRunData } from './finetune/run-data.ts';

export interface CompareOptions {
  /** Judges all runs. Default: the first run's data. */
  readonly data?: string | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
}

interface Judged {
  readonly run: string;
  readonly accuracy: number;
  readonly loss: number;
  readonly interval: Interval;
  readonly predictions: Int32Array;
}

/** How good runs are on the same validation images, and whether the others differ from
 * the first by more than chance. */
export async function compare(folders: readonly string[], { data, backend, threads }: CompareOptions, context: CommandContext): Promise<Report> {
  if (folders.length < 2) throw new UsageError('compare needs two runs or more: attune compare RUN RUN.');
  const runs = await Promise.all(folders.map((folder) => openRunFolder(userPath(folder))));
  requireSameClasses(runs);
  await startBackend(backend, threads === undefined ? {} : { threads });
  const judged: Judged[] = [];
  let labels = new Int32Array();
  let shared: readonly SharedImage[] = [];
  for (const run of runs) {
    const { preprocessing } = run.config;
    const dataset = await openRunData(runs[0]!, data, { preprocessing });
    const { validation } = dataset;
    if (run === runs[0]) shared = await warnOfSharedImages(dataset, context);
    labels = Int32Array.from(validation.labels);
    judged.push(await judge(run, validation, context));
  }
  const tests = judged.slice(1).map(({ predictions }) => mcnemar(labels, judged[0]!.predictions, predictions));
  const json = judged.map(({ run, accuracy, loss, interval }, index) => ({
    run,
    accuracy,
    loss,
    interval,
    againstFirst: index === 0 ? null : tests[index - 1]!,
  }));
  return { json: { images: labels.length, runs: json, ...sharedField(shared) }, text: describe(judged, tests, labels.length) };
}

function requireSameClasses(runs: readonly Run[]): void {
  const [first, ...others] = runs;
  const different = others.find(({ config }) => config.classes.join('\n') !== first!.config.classes.join('\n'));
  if (different !== undefined) throw new UsageError(`${different.path} and ${first!.path} have different classes: compare runs with the same classes.`);
}

async function judge(run: Run, validation: Awaited<ReturnType<typeof openRunData>>['validation'], { terminal, signal }: CommandContext): Promise<Judged> {
  const network = buildModel(run.config.model);
  const progress = new ProgressView(terminal);
  try {
    await run.loadBest(network);
    const onProgress = (done: number) => progress.update(basename(run.path), { done, total: validation.size });
    const { accuracy, loss, predictions, count } = await evaluate(network, validation, { batchSize: run.config.training.batchSize, signal, onProgress });
    return { run: run.path, accuracy, loss, predictions, interval: bootstrapInterval({ right: Math.round(accuracy * count), images: count }) };
  } finally {
    progress.stop();
    disposeModule(network);
  }
}

function describe(judged: readonly Judged[], tests: readonly McNemar[], images: number): string {
  const rows = judged.map(({ run, accuracy, loss, interval }, index) => {
    const test = tests[index - 1];
    const against = test === undefined ? ['', '', ''] : [String(test.onlyFirst), String(test.onlySecond), test.pValue.toPrecision(3)];
    return [run, percent(accuracy), `${percent(interval.low)} to ${percent(interval.high)}`, loss.toFixed(4), ...against];
  });
  const head = ['run', 'accuracy', '95 % interval', 'loss', 'only first right', 'only this right', 'p'];
  const verdicts = tests.map(
    ({ pValue }, index) =>
      `${judged[index + 1]!.run} ${pValue < 0.05 ? 'differs from' : 'does not differ significantly from'} ${judged[0]!.run} on these images (McNemar, 5 %).`,
  );
  return [`${images} validation images`, '', table(head, rows, head.slice(1)), '', ...verdicts].join('\n');
}
