import { type Classification, type ImageDataset, type Recipe, cbam, fineTune, open, resnet18, startBackend, threeStage } from 'attune';
import { browserDataset } from 'attune/browser';

export async function classified(path: string): Promise<Classification> {
  await startBackend('auto');
  return (await open(path)).classify(path);
}

export async function trained(images: ImageDataset, recipe: Recipe = threeStage()): Promise<number> {
  const model = resnet18({ classes: images.classes.length, attention: cbam() });
  let accuracy = 0;
  for await (const event of fineTune(model, images, recipe)) if (event.kind === 'epoch-end') accuracy = event.result.validationAccuracy ?? 0;
  return accuracy;
}

export const inPage: typeof browserDataset = browserDataset;
