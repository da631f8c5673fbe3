import type { GatheredFile } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { askEngine } from './ask-engine.ts';
import { describeChoices } from './describe-choices.ts';
import { broken, dataset, gathering, notice, skipped } from './project.ts';

/** Hands files to the worker, shows how far it is, and lists what could not be read. */
export async function gatherFiles(files: readonly GatheredFile[]): Promise<void> {
  if (files.length === 0) return;
  gathering.value = { done: 0, total: files.length };
  const report = await askEngine((engine) =>
    engine.gather(files, (done, total) => {
      gathering.value = { done, total };
    }),
  );
  gathering.value = null;
  if (report === null) return;
  dataset.value = report.dataset;
  broken.value = [...broken.value, ...report.broken];
  skipped.value = [...skipped.value, ...report.skipped];
  notice.value = { text: words.value.gathered(report.added, report.broken.length, report.skipped.length), isFault: false };
  void describeChoices();
}

/** Files of a chooser; a folder's keep their way in it. */
export function chosenFiles(list: FileList | null, className?: string): GatheredFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file, ...(className === undefined ? {} : { className }) }));
}

/** Files of a drop, those inside dropped folders too. */
export async function droppedFiles(transfer: DataTransfer, className?: string): Promise<GatheredFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found = (await Promise.all(entries.map(filesOf))).flat();
  return found.map(({ path, file }) => ({ path, file, ...(className === undefined ? {} : { className }) }));
}

async function filesOf(entry: FileSystemEntry): Promise<{ readonly path: string; readonly file: File }[]> {
  if (isFile(entry)) return [{ path: entry.fullPath.slice(1), file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) }];
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
