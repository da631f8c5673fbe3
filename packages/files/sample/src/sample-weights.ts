import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AttuneError } from '@attune/errors';

/** The sample's weights are not in this installation. */
export class SampleWeightsError extends AttuneError {
  static override readonly code = 'ATTUNE_SAMPLE_WEIGHTS';
  readonly path: string;

  constructor({ path }: Pick<SampleWeightsError, 'path'>) {
    super(`There are no sample weights at ${path}: they come with the published package @attune/sample. Reinstall it, or give another checkpoint, or "none".`);
    this.name = 'SampleWeightsError';
    this.path = path;
  }
}

/** The path of a small pretrained network: a CIFAR ResNet-20 as safetensors (F16, torchvision's
 * names), trained by Attune itself.
 *
 * @param folder where to look. Default: this package's own.
 * @throws {SampleWeightsError} when the file is not there. */
export function sampleWeights(folder = new URL('../weights/', import.meta.url)): string {
  const path = fileURLToPath(new URL('resnet20.safetensors', folder));
  if (!existsSync(path)) throw new SampleWeightsError({ path });
  return path;
}
