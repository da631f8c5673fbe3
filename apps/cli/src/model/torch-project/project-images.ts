import { stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

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
  const [first, second] = [await filesOf(train, source), await filesOf(validation, source)];
  if (first !== null && second !== null) return { folder: source, train: first, validation: second };
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
  return { paths, labels: [...images.labels] };
}

async function writePart(images: LabelledImages, part: string, project: string): Promise<ProjectPart> {
  await makeFolder(join(project, 'images', part));
  const paths: string[] = [];
  for (let index = 0; index < images.size; index++) {
    const path = `images/${part}/${String(index).padStart(6, '0')}.png`;
    const { width, height, data } = await images.image(index);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(join(project, path));
    paths.push(path);
  }
  return { paths, labels: [...images.labels] };
}
