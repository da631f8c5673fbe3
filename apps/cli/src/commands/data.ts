import { DatasetError, type ImageDataset, type LabelKind, findCopies, kindOf, openDataset, scanFolder } from '@attune/data';
import { emojiSample } from '@attune/sample';

import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { type OutputFile, outputFile } from '../output-path.ts';
import { userPath } from '../paths.ts';
import { ProgressView } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';
import { contactSheet } from './data/contact-sheet.ts';
import { describeFindings } from './data/describe-findings.ts';
import { type Findings, alikeClasses, findingsOf, imbalanceOf, nothingFound } from './data/findings.ts';
import { correctData } from './finetune/correct-data.ts';
import { sampleName } from './finetune/open-data.ts';
import { requireTask } from './finetune/require-task.ts';

export interface DataOptions {
  readonly deep: boolean;
  readonly gif: boolean;
  /** What the labels say, and the columns of a table that they stand in. Default: one class. */
  readonly task?: LabelKind | undefined;
  readonly targets?: readonly string[] | undefined;
  /** A CSV of images that are in the wrong class or to be left out. */
  readonly corrections?: string | undefined;
  /** Where to write the contact sheet. */
  readonly html?: string | undefined;
}

/** Looks at a dataset before training: classes, counts, sizes, what is skipped, broken or there
 * twice. Exit 2 where training could not start. */
export async function data(path: string, options: DataOptions, context: CommandContext): Promise<Report> {
  const kind = path === sampleName ? 'sample' : await kindOf(userPath(path));
  requireTask(options, path);
  const { corrections } = options;
  if (corrections !== undefined) {
    if (options.html !== undefined) throw new UsageError('--html shows a folder as it is, and --corrections what would become of it: leave one of them out.');
    const opened = kind === 'sample' ? await emojiSample() : await openDataset(userPath(path), { gif: options.gif, signal: context.signal });
    const corrected = await correctData(opened, { data: userPath(path), corrections: userPath(corrections) });
    return report(await describeOpened(corrected, context.signal), context);
  }
  if (kind === 'folder' && (options.task ?? 'single-label') === 'single-label') {
    const sheet = options.html === undefined ? undefined : await outputFile(options.html, '--html');
    return scanImages(userPath(path), { ...options, sheet }, context);
  }
  if (options.html !== undefined) throw new UsageError(`--html takes folders of images, and ${path} is another kind of dataset (${kind}).`);
  return report(
    kind === 'sample' ? await describeOpened(await emojiSample(), context.signal) : await openedFindings(userPath(path), options, context),
    context,
  );
}

interface Scanning extends DataOptions {
  readonly sheet: OutputFile | undefined;
}

async function scanImages(root: string, { deep, gif, sheet }: Scanning, context: CommandContext): Promise<Report> {
  const { terminal, signal } = context;
  const progress = new ProgressView(terminal);
  try {
    const onProgress = (done: number, total: number) => progress.update(deep ? 'decoding' : 'reading headers', { done, latest: 1, total });
    const scan = await scanFolder(root, { deep, gif, signal, onProgress });
    progress.stop();
    const findings = await findingsOf(scan, signal);
    if (sheet !== undefined) {
      await sheet.write(await contactSheet(scan, findings, signal));
      terminal.note(`Contact sheet: ${sheet.path}`);
    }
    return report(findings, context);
  } finally {
    progress.stop();
  }
}

function report(findings: Findings, { terminal }: CommandContext): Report {
  for (const { message } of findings.faults) terminal.warn(message);
  const canStart = findings.faults.length === 0 && findings.broken.length === 0;
  return { json: findings, text: describeFindings(findings), exitCode: canStart ? exitCodes.done : exitCodes.badInput };
}

/** Tables, archives and binaries are opened as training would open them. Where only broken images
 * are in the way, the rest is told as well. */
async function openedFindings(path: string, { deep, gif, task, targets }: DataOptions, { signal }: CommandContext): Promise<Findings> {
  const asked = { deep, gif, signal, ...(task !== undefined && { task }), ...(targets !== undefined && { targets }) };
  try {
    return await describeOpened(await openDataset(path, asked), signal);
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    if (error.faults.some(({ kind }) => kind !== 'broken-image')) return { ...nothingFound, faults: error.faults };
    const paths = new Set(error.faults.map((fault) => fault.path));
    const { skipped, ...rest } = await describeOpened(await openDataset(path, { ...asked, skipBroken: true }), signal);
    return { ...rest, skipped: skipped.filter((entry) => !paths.has(entry.path)), broken: skipped.filter((entry) => paths.has(entry.path)) };
  }
}

async function describeOpened(dataset: ImageDataset, signal: AbortSignal): Promise<Findings> {
  const { classes, counts, train, validation, skipped } = dataset;
  const images = train.size + validation.size + (dataset.test?.size ?? 0);
  const duplicates = await findCopies(dataset, { signal });
  return { ...nothingFound, classes, counts, images, skipped, duplicates, imbalance: imbalanceOf(counts), alike: alikeClasses(dataset) };
}
