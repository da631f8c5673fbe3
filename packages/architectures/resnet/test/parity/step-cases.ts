import { cbam } from '@attune/cbam';

import { type Packed, readGolden } from '../../../../../tools/testing/golden.ts';
import type { StepGolden } from '../../../../../tools/testing/step-golden.ts';
import { Bottleneck, type CifarResNet, ResNet, type ResNetConfig, type ResNetPlacement, resnet18, resnet20 } from '../../src/index.ts';

const shallow = { architecture: 'bottleneck-1-1-1-1', block: Bottleneck, depths: [1, 1, 1, 1], width: 64, shortcut: 'projection' } as const;
const builders = { resnet18, resnet20, 'bottleneck-1-1-1-1': (config?: ResNetConfig) => new ResNet(shallow, config) };

export interface StepCase extends StepGolden {
  readonly architecture: keyof typeof builders;
  readonly placement: ResNetPlacement | null;
}

interface Golden {
  readonly cases: Record<string, StepCase>;
  readonly evaluations: Record<'resnet34' | 'resnet50', { readonly batch: string; readonly images: number; readonly size: number; readonly logits: Packed }>;
}

export const golden = readGolden<Golden>(new URL('steps.json', import.meta.url));

export function networkOf({ architecture, placement, classes }: StepCase): ResNet | CifarResNet {
  return builders[architecture]({ classes, seed: null, ...(placement !== null && { attention: cbam(), placement }) });
}
