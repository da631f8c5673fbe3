/** Images that the promises are tried on, and the network that is fine-tuned on them. Paths are
 * relative to the folder of the real data. */
export interface TrialSet {
  readonly images: string;
  readonly architecture: 'resnet18' | 'resnet20';
  readonly weights: string;
  readonly imageSize: number;
  /** Whether `torch_three_stage.py`, which is a ResNet-18's at 224 pixels, trains the same. */
  readonly torch: boolean;
}

const resnet18 = { architecture: 'resnet18', weights: 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors', imageSize: 224, torch: true } as const;
const resnet20 = { architecture: 'resnet20', weights: 'checkpoints/cifar10-resnet/resnet20-12fca82f.safetensors', imageSize: 32, torch: false } as const;

/** By the name that results have them under. */
export const trialSets: Readonly<Record<string, TrialSet>> = {
  hymenoptera: { images: 'hymenoptera', ...resnet18 },
  'sign-digits': { images: 'sign-digits', ...resnet18 },
  'cifar10-folder': { images: 'cifar10-folder', ...resnet18 },
  'cifar10-folder-resnet20': { images: 'cifar10-folder', ...resnet20 },
};
