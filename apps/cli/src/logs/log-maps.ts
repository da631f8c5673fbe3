import type { ImageDataset } from '@attune/data';
import type { Network } from '@attune/nn';
import { explainPictures, mapSide } from '@attune/report';

import { encodePicture } from '../report/encode-picture.ts';
import { TensorBoardFile } from './tensorboard-file.ts';

const imagesShown = 4;

/** Writes where the network looks in a few validation images, as they stand at `step`,
 * for TensorBoard. */
export async function logMaps(
  folder: string,
  { network, dataset, step }: { readonly network: Network; readonly dataset: ImageDataset; readonly step: number },
): Promise<void> {
  const { validation } = dataset;
  const count = Math.min(imagesShown, validation.size);
  const images = Array.from({ length: count }, (_, number) => Math.floor((number * validation.size) / count));
  const file = await TensorBoardFile.create(folder);
  try {
    for (const { image, maps } of await explainPictures(network, { dataset, images, encode: encodePicture })) {
      for (const { source, title } of maps) {
        const encoded = Buffer.from(source.slice(source.indexOf(',') + 1), 'base64');
        await file.image(step, `${validation.nameOf(image)}/${title.split(':')[0]}`, { width: mapSide, height: mapSide, encoded });
      }
    }
  } finally {
    await file.close();
  }
}
