import { type FolderScan, openDataset, scanFolder } from '@attune/data';
import { emojiSample } from '@attune/sample';

import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { userPath } from '../paths.ts';
import { count, plural } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';
import { sampleName } from './finetune/start.ts';

export interface DataOptions {
  readonly deep: boolean;
  readonly gif: boolean;
}

/** Looks at a dataset before training: classes, counts, what is skipped and what is broken. */
export async function data(path: string, { deep, gif }: DataOptions, { terminal, signal }: CommandContext): Promise<Report> {
  if (path === sampleName) return describeOpened(await emojiSample());
  const scan = await scanFolder(userPath(path), { deep, gif, signal });
  const onlyBinaries = scan.faults.length > 0 && (await openBinaries(path));
  if (onlyBinaries) return describeOpened(onlyBinaries);
  for (const { message } of scan.faults) terminal.warn(message);
  return {
    json: { ...summary(scan), faults: scan.faults },
    text: describe(summary(scan)),
    exitCode: scan.faults.length > 0 ? exitCodes.badInput : exitCodes.done,
  };
}

type Opened = Awaited<ReturnType<typeof openDataset>>;
type Summary = Pick<FolderScan, 'classes' | 'counts' | 'skipped' | 'broken'> & { readonly images: number };

async function openBinaries(path: string): Promise<Opened | false> {
  const opened = await openDataset(userPath(path)).catch(() => false as const);
  return opened;
}

function describeOpened({ classes, counts, train, validation, skipped }: Opened): Report {
  const found: Summary = { classes, counts, images: train.size + validation.size, skipped, broken: [] };
  return { json: { ...found, faults: [] }, text: describe(found) };
}

function summary({ classes, counts, train, validation, skipped, broken }: FolderScan): Summary {
  return { classes, counts, images: train.length + (validation?.length ?? 0), skipped, broken };
}

function describe({ classes, counts, images, skipped, broken }: Summary): string {
  const rows = counts.map(({ name, train, validation }) => [name, count(train), count(validation)]);
  const reasons = (title: string, list: Summary['broken']) =>
    list.length === 0 ? [] : ['', `${title}:`, ...list.map(({ path, reason }) => `  ${path}: ${reason}`)];
  return [
    `${plural(images, 'image')}, ${plural(classes.length, 'class', 'classes')}`,
    ...(rows.length === 0 ? [] : ['', table(['class', 'training', 'validation'], rows, ['training', 'validation'])]),
    ...reasons('Skipped', skipped),
    ...reasons('Broken', broken),
  ].join('\n');
}
