import { cbam } from '@attune/cbam';

import { readGolden } from '../../../../../tools/testing/golden.ts';
import type { StepGolden } from '../../../../../tools/testing/step-golden.ts';
import { type Vgg, vggs } from '../../src/index.ts';

export interface StepCase extends StepGolden {
  readonly architecture: keyof typeof vggs;
  readonly attention: boolean;
}

export const { cases } = readGolden<{ readonly cases: Record<string, StepCase> }>(new URL('steps.json', import.meta.url));

export function networkOf({ architecture, attention, classes }: StepCase): Vgg {
  return vggs[architecture]({ classes, seed: null, hidden: 32, poolSize: 2, dropout: 0, ...(attention && { attention: cbam() }) });
}
