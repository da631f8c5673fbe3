import { describe } from 'vitest';

import { everyKernelFacts } from '../../../../tools/testing/kernels/every-kernel-facts.ts';
import { startWasm } from '../src/start-wasm.ts';

describe.each([true, false])('with relaxed SIMD %s', (relaxedSimd) => everyKernelFacts((threads) => startWasm({ threads, relaxedSimd }), [1, 2]));
