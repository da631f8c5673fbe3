import { describe } from 'vitest';

import { everyKernelFacts } from '../../../../tools/testing/kernels/every-kernel-facts.ts';
import { instructionSets, startNative } from './on-native.ts';

describe.each(instructionSets)('on %s', (instructions) => everyKernelFacts((threads) => startNative(instructions, threads), [1, 2, 3]));
