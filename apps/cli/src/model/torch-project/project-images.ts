import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

import type { ImageDataset, LabelledImages } from '@attune/data';
import sharp from 'sharp';

import { makeFolder } from '../../run/make-folder.ts';
import type { ProjectImages, ProjectPart } from './describe-project.ts';

/** The images of a run for another program: as they lie where each is a file of `source`, else
 * written to the project as PNGs. */
export async function projectImages(
  { train, validation }: ImageDataset,
  { source, project }: { readonly source: string; readonly project: string },
): Promise<ProjectImages> {
  const folder = (await stat(source).catch(() => null))?.isFile() === true ? dirname(source) : source;
  const [first, second] = [await filesOf(train, folder), await filesOf(validation, folder)];
  if (first !== null && second !== null) return { folder, train: first, validation: second };
  const written = { train: await writePart(train, 'train', project), validation: await writePart(validation, 'validation', project) };
  return { folder: null, ...written };
}

/** Null where an image is not a file by itself. */
async function filesOf(images: LabelledImages, source: string): Promise<ProjectPart | null> {
  const paths: string[] = [];
  for (let index = 0; index < images.size; index++) {
    const path = resolve(source, images.nameOf(index));
    if ((await stat(path).catch(() => null))?.isFile() !== true) return null;
    paths.push(relative(source, path).split(sep).join('/'));
  }
  return { paths, ...labelsOf(images) };
}

function labelsOf({ labels, targets, size }: LabelledImages): Pick<ProjectPart, 'labels' | 'targets'> {
  if (targets === undefined) return { labels: [...labels] };
  const width = targets.length / size;
  return { labels: [...labels], targets: Array.from({ length: size }, (_, image) => [...targets.subarray(image * width, (image + 1) * width)]) };
}

async function writePart(images: LabelledImages, part: string, project: string): Promise<ProjectPart> {
  await makeFolder(join(project, 'images', part));
  const paths: string[] = [];
  for (let index = 0; index < images.size; index++) {
    const path = `images/${part}/${String(index).padStart(6, '0')}.png`;
    const { width, height, data } = await images.image(index);
    const channels = data.length / (width * height);
    await sharp(data, { raw: { width, height, channels: channels as 1 | 3 | 4 } })
      .png()
      .toFile(join(project, path));
    paths.push(path);
  }
  return { paths, ...labelsOf(images) };
}
