/** How images were made ready for weights: what evaluation must do too. */
export interface WeightsPreprocessing {
  /** The short side is resized to this, in pixels, for a crop of 224. */
  readonly resizeSize: number;
  readonly interpolation: 'bilinear' | 'bicubic';
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Weights that torchvision publishes. */
export interface KnownWeights {
  readonly architecture: string;
  readonly version: 'IMAGENET1K_V1' | 'IMAGENET1K_V2';
  /** Its digits are the beginning of the file's SHA-256. */
  readonly fileName: string;
  /** In units of 2²⁰ bytes. */
  readonly megabytes: number;
  /** Top-1 on ImageNet's validation images, as published: a fraction. */
  readonly accuracy: number;
  readonly preprocessing: WeightsPreprocessing;
}

const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;
/** torchvision's evaluation presets of its first and its second weights. */
const first: WeightsPreprocessing = { resizeSize: 256, interpolation: 'bilinear', ...imagenet };
const second: WeightsPreprocessing = { resizeSize: 232, interpolation: 'bilinear', ...imagenet };

const v1 = (architecture: string, fileName: string, megabytes: number, accuracy: number): KnownWeights => ({
  architecture,
  version: 'IMAGENET1K_V1',
  fileName,
  megabytes,
  accuracy,
  preprocessing: first,
});
const v2 = (architecture: string, fileName: string, megabytes: number, accuracy: number): KnownWeights => ({
  ...v1(architecture, fileName, megabytes, accuracy),
  version: 'IMAGENET1K_V2',
  preprocessing: second,
});

/** Every ResNet and VGG of torchvision that this library has. Files and figures: torchvision's
 * `ResNet…_Weights` and `VGG…_Weights`. */
export const knownWeights: readonly KnownWeights[] = [
  v1('resnet18', 'resnet18-f37072fd.pth', 44.7, 0.69758),
  v1('resnet34', 'resnet34-b627a593.pth', 83.3, 0.73314),
  v1('resnet50', 'resnet50-0676ba61.pth', 97.8, 0.7613),
  v2('resnet50', 'resnet50-11ad3fa6.pth', 97.8, 0.80858),
  v1('resnet101', 'resnet101-63fe2227.pth', 170.5, 0.77374),
  v2('resnet101', 'resnet101-cd907fc2.pth', 170.5, 0.81886),
  v1('resnet152', 'resnet152-394f9c45.pth', 230.4, 0.78312),
  v2('resnet152', 'resnet152-f82ba261.pth', 230.5, 0.82284),
  v1('vgg11', 'vgg11-8a719046.pth', 506.8, 0.6902),
  v1('vgg13', 'vgg13-19584684.pth', 507.5, 0.69928),
  v1('vgg16', 'vgg16-397923af.pth', 527.8, 0.71592),
  v1('vgg19', 'vgg19-dcbb9e9d.pth', 548.1, 0.72376),
  v1('vgg11_bn', 'vgg11_bn-6002323d.pth', 506.9, 0.7037),
  v1('vgg13_bn', 'vgg13_bn-abd245e5.pth', 507.6, 0.71586),
  v1('vgg16_bn', 'vgg16_bn-6c64b313.pth', 527.9, 0.7336),
  v1('vgg19_bn', 'vgg19_bn-c79401a0.pth', 548.1, 0.74218),
];
