import { EngineError } from '../engine/errors/engine-error.ts';
import type { GatherOptions, GatheredFile } from '../engine/protocol/photos.ts';
import { pickFile } from '../parts/pick-file.ts';
import { askEngine } from './ask-engine.ts';
import { describeChoices } from './describe-choices.ts';
import { type WayOn, broken, dataset, gathering, notice, skipped } from './project.ts';
import { again, tellFault } from './tell-fault.ts';

/** Hands files to the worker, shows how far it is, and lists what could not be read. */
export async function gatherFiles(files: readonly GatheredFile[], options: GatherOptions = {}): Promise<void> {
  if (files.length === 0) return;
  gathering.value = { done: 0, total: files.length };
  const report = await askEngine(
    (engine) => engine.photos.gather(files, showGathering, options),
    (error) => (isOtherTask(error) ? replacing(files) : again(() => gatherFiles(files, options))),
  );
  gathering.value = null;
  if (report === null) return;
  dataset.value = report.dataset;
  const before = options.replaces === true ? { broken: [], skipped: [] } : { broken: broken.value, skipped: skipped.value };
  broken.value = [...before.broken, ...report.broken];
  skipped.value = [...before.skipped, ...report.skipped];
  notice.value = {
    text: ({ gathered }) => gathered(report.added, report.broken.length, report.skipped.length),
    isFault: false,
    ...(options.replaces === true && { canUndo: true }),
  };
  void describeChoices();
}

function showGathering(done: number, total: number): void {
  gathering.value = { done, total };
}

function isOtherTask(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'ATTUNE_PAGE' && error.kind === 'other-task';
}

/** Photos that say other things take the place of those that are there, which can be undone. */
function replacing(files: readonly GatheredFile[]): WayOn {
  return { name: ({ replacePhotos }) => replacePhotos, follow: () => void gatherFiles(files, { replaces: true }) };
}

/** Files of a chooser; a folder's keep their way in it. */
export function chosenFiles(list: FileList | null, className?: string): GatheredFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file, ...(className === undefined ? {} : { className }) }));
}

/** Files of a drop, those inside dropped folders too. What went away meanwhile is listed with what
 * cannot be read, or told of where it is all there was. */
export async function droppedFiles(transfer: DataTransfer, className?: string): Promise<GatheredFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found = (await Promise.all(entries.map(filesOf))).flat();
  const gone = found.flatMap(({ path, file }) => (file === null ? [path] : []));
  if (gone.length === found.length && gone[0] !== undefined) tellFault(fileGone(gone[0]), anotherPhoto(className));
  else broken.value = [...broken.value, ...gone.map((path) => ({ path, reason: 'it is not there any more', kind: 'gone' as const }))];
  return found.flatMap(({ path, file }) => (file === null ? [] : [{ path, file, ...(className === undefined ? {} : { className }) }]));
}

function fileGone(path: string): EngineError {
  return new EngineError({ message: `${path} went away before it was read.`, code: null, kind: null, fault: 'file-gone', fields: { path } });
}

function anotherPhoto(className: string | undefined): WayOn {
  const taken = className === undefined ? {} : { className };
  return { name: ({ choosePhoto }) => choosePhoto, follow: () => pickFile('image/*', (file) => gatherFiles([{ path: file.name, file, ...taken }])) };
}

/** A file that is null went away after it was dropped. */
interface DroppedFile {
  readonly path: string;
  readonly file: File | null;
}

async function filesOf(entry: FileSystemEntry): Promise<DroppedFile[]> {
  if (isFile(entry)) return [{ path: entry.fullPath.slice(1), file: await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null))) }];
  const children = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
  return (await Promise.all(children.map(filesOf))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A reader gives at most 100 entries a call. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  return some.length === 0 ? [] : [...some, ...(await entriesOf(reader))];
}
