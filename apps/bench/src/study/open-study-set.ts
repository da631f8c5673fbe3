import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type ImageDataset, type LabelledImages, type Preprocessing, openDataset, openEvaluation } from '@attune/data';
import { emojiSample } from '@attune/sample';
import sharp from 'sharp';

import type { StudyImages } from './study-spec.ts';

/** Images of a trial. */
export interface OpenSet {
  readonly dataset: ImageDataset;
  /** What judges it. */
  readonly judged: LabelledImages;
  readonly fold: string | null;
}

export interface SetPlace {
  /** Of the real data. */
  readonly data: string;
  /** For what is made of them. */
  readonly temporary: string;
  readonly seed: number;
  readonly preprocessing: Preprocessing;
}

/** Opens the images of a set for one seed. */
export async function openStudySet(images: StudyImages, place: SetPlace): Promise<OpenSet> {
  if ('sample' in images) {
    const { preprocessing } = place;
    return judgedByValidation(await emojiSample({ size: preprocessing.imageSize, preprocessing }));
  }
  return 'cifar' in images ? openCifar(images, place) : openFolder(images, place);
}

function judgedByValidation(dataset: ImageDataset, fold: string | null = null): OpenSet {
  return { dataset, judged: dataset.validation, fold };
}

type FolderImages = Extract<StudyImages, { folder: string }>;

async function openFolder({ folder, folds, ...changed }: FolderImages, { data, temporary, seed, preprocessing }: SetPlace): Promise<OpenSet> {
  if (folds === undefined) return judgedByValidation(await openDataset(join(data, folder), { ...preprocessing }));
  const number = (seed % folds) + 1;
  const pooled = join(temporary, [folder, changed.classes, changed.mirrored].filter((word) => word !== undefined).join(' '));
  await poolParts(join(data, folder), pooled, changed);
  const dataset = await openDataset(pooled, { ...preprocessing, splitSeed: 0, splitBy: 'name', fold: { number, of: folds } });
  return judgedByValidation(dataset, `${number}/${folds}`);
}

/** All parts of a folder of images, as one without parts. */
async function poolParts(folder: string, pooled: string, { classes, mirrored }: Pick<FolderImages, 'classes' | 'mirrored'>): Promise<void> {
  if (existsSync(pooled)) return;
  const names = [...new Set((await Promise.all((await foldersIn(folder)).map((part) => foldersIn(join(folder, part))))).flat())].toSorted();
  for (const part of await foldersIn(folder))
    for (const name of names.slice(0, classes)) await cp(join(folder, part, name), join(pooled, name), { recursive: true });
  if (mirrored !== undefined) for (const name of names.slice(0, classes)) await mirrorEverySecond(join(pooled, name));
}

async function foldersIn(folder: string): Promise<string[]> {
  return (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function mirrorEverySecond(folder: string): Promise<void> {
  const paths = (await readdir(folder)).toSorted().map((name) => join(folder, name));
  for (const path of paths.filter((_, index) => index % 2 === 1)) await writeFile(path, await sharp(path).flop().jpeg({ quality: 95 }).toBuffer());
}

/** Bytes of a record of CIFAR-10. */
const recordBytes = 1 + 3 * 32 * 32;

async function openCifar({ cifar, train, validation }: Extract<StudyImages, { cifar: string }>, place: SetPlace): Promise<OpenSet> {
  const { data, temporary, preprocessing } = place;
  const [source, folder] = [join(data, cifar), join(temporary, `${cifar}-${train}-${validation}`)];
  await mkdir(folder, { recursive: true });
  const first = Buffer.concat(await Promise.all([1, 2, 3, 4].map((number) => readFile(join(source, `data_batch_${number}.bin`)))));
  const last = await readFile(join(source, 'data_batch_5.bin'));
  await cp(join(source, 'batches.meta.txt'), join(folder, 'batches.meta.txt'));
  await writeFile(join(folder, 'data_batch_1.bin'), first.subarray(0, train * recordBytes));
  await writeFile(join(folder, 'test_batch.bin'), last.subarray(0, validation * recordBytes));
  const dataset = await openDataset(folder, { ...preprocessing });
  const { images } = await openEvaluation(join(source, 'test_batch.bin'), { ...preprocessing, classes: dataset.classes });
  return { dataset, judged: images, fold: null };
}
