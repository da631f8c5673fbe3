import { type FileStore, readText, writeText } from '@attune/run';

import type { Choices } from '../protocol/choices.ts';

const choicesFile = 'choices.json';
const weightsFolder = 'weights';

/** What the page has chosen. A file of weights is kept beside, since the page may be
 * loaded again. */
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
