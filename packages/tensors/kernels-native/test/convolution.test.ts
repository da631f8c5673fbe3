import { describe } from 'vitest';

import { convolutionFacts, convolutionResultFacts } from '../../../../tools/testing/kernels/convolution-facts.ts';
import { instructionSets, onNative, startNative } from './on-native.ts';

onNative(convolutionFacts);

describe.each(instructionSets)('the result of a convolution on %s', (instructions) =>
  convolutionResultFacts((threads) => startNative(instructions, threads), [1, 2, 3]),
);
