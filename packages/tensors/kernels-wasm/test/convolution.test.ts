import { describe } from 'vitest';

import { convolutionFacts, convolutionResultFacts } from '../../../../tools/testing/kernels/convolution-facts.ts';
import { startWasm } from '../src/start-wasm.ts';
import { onWasm } from './on-wasm.ts';

onWasm(convolutionFacts);

describe('the result of a convolution', () => convolutionResultFacts((threads) => startWasm({ threads }), [1, 2]));
