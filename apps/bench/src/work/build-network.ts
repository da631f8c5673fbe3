import { cbam } from '@attune/cbam';
import type { Network } from '@attune/nn';
import { resnets } from '@attune/resnet';
import { vggs } from '@attune/vgg';

import type { NetworkWork } from './work.ts';

export const architectureNames: readonly string[] = [...Object.keys(resnets), ...Object.keys(vggs)];

/** The network of a work, with seeded random weights. */
export function buildNetwork({ architecture, attention, classes }: NetworkWork): Network {
  const settings = { classes, seed: 0, ...(attention ? { attention: cbam({ variant: 'identity', reduction: 16 }) } : {}) };
  if (architecture in vggs) return vggs[architecture as keyof typeof vggs](settings);
  return resnets[architecture as keyof typeof resnets](settings);
}
