import { type FileStore, readText, writeText } from '@attune/run';

import type { Choices } from '../protocol.ts';
import { unzip, zip } from './zip.ts';

const choicesFile = 'choices.json';
const weightsFolder = 'weights';

/** What the page has chosen. A file of weights is kept beside, since the page may be loaded again. */
export async function keepChoices(files: FileStore, { model, ...choices }: Choices): Promise<void> {
  if (model.weights.kind !== 'file') return writeText(files, choicesFile, JSON.stringify({ ...choices, model }));
  const { name, file } = model.weights;
  const path = `${weightsFolder}/${name.replaceAll('/', '_')}`;
  if (!(await files.list(weightsFolder)).includes(path)) await files.writeSafely(path, [new Uint8Array(await file.arrayBuffer())]);
  await writeText(files, choicesFile, JSON.stringify({ ...choices, model: { ...model, weights: { kind: 'file', name } } }));
}

/** Null when nothing was chosen yet. */
export async function keptChoices(files: FileStore): Promise<Choices | null> {
  const text = await readText(files, choicesFile);
  if (text === null) return null;
  const choices = JSON.parse(text) as Choices;
  const { weights } = choices.model;
  if (weights.kind !== 'file') return choices;
  const bytes = await files.read(`${weightsFolder}/${weights.name.replaceAll('/', '_')}`);
  const found = bytes === null ? ({ kind: 'none' } as const) : { ...weights, file: new Blob([bytes]) };
  return { ...choices, model: { ...choices.model, weights: found } };
}

/** All of the page's files in one. */
export async function zippedProject(files: FileStore): Promise<Blob> {
  const paths = await files.list('');
  return zip(paths.map((path) => ({ path, read: async () => (await files.read(path))! })));
}

/** Puts a project in the place of the one that is there. Nothing is removed before the file is known to be a project.
 *
 * @throws {Error} when it is none. */
export async function unzipProject(archive: Blob, files: FileStore): Promise<void> {
  const found = new Set<string>();
  await unzip(archive, async (path) => void found.add(path));
  if (!found.has('photos.json')) throw new Error('This file is no project: it has no photos.json. Open one that was saved here.');
  for (const path of await files.list('')) if (!found.has(path)) await files.remove(path);
  await unzip(archive, async (path, bytes) => {
    if (isOurs(path)) await files.writeSafely(path, [bytes]);
  });
}

/** A path of a project's own, and none that climbs out. */
function isOurs(path: string): boolean {
  return /^(photos|runs|weights)\/|^(photos|choices)\.json$/u.test(path) && !path.split('/').includes('..');
}
