import type { Architecture } from './build-model.ts';

/** What was published of a network with 1000 classes at 224 × 224 pixels. */
export interface PublishedFigures {
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** torchvision's documentation of its ImageNet weights: parameters, and multiply-adds to two or three digits (`GFLOPS`). */
export const published: Readonly<Partial<Record<Architecture, PublishedFigures>>> = {
  resnet18: { parameters: 11_689_512, multiplyAdds: 1.81e9 },
  resnet34: { parameters: 21_797_672, multiplyAdds: 3.66e9 },
  resnet50: { parameters: 25_557_032, multiplyAdds: 4.09e9 },
  resnet101: { parameters: 44_549_160, multiplyAdds: 7.8e9 },
  resnet152: { parameters: 60_192_808, multiplyAdds: 11.51e9 },
  vgg11: { parameters: 132_863_336, multiplyAdds: 7.61e9 },
  vgg11_bn: { parameters: 132_868_840, multiplyAdds: 7.61e9 },
  vgg13: { parameters: 133_047_848, multiplyAdds: 11.31e9 },
  vgg13_bn: { parameters: 133_053_736, multiplyAdds: 11.31e9 },
  vgg16: { parameters: 138_357_544, multiplyAdds: 15.47e9 },
  vgg16_bn: { parameters: 138_365_992, multiplyAdds: 15.47e9 },
  vgg19: { parameters: 143_667_240, multiplyAdds: 19.63e9 },
  vgg19_bn: { parameters: 143_678_248, multiplyAdds: 19.63e9 },
};
