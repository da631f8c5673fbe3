import { describe } from 'vitest';

import { batchNormFacts } from '../../../../tools/testing/kernels/batch-norm-facts.ts';
import { convolutionFacts } from '../../../../tools/testing/kernels/convolution-facts.ts';
import { elementwiseFacts } from '../../../../tools/testing/kernels/elementwise-facts.ts';
import { gateFacts } from '../../../../tools/testing/kernels/gates-facts.ts';
import { keptFiltersFacts } from '../../../../tools/testing/kernels/kept-filters-facts.ts';
import { maxPoolFacts } from '../../../../tools/testing/kernels/max-pool-facts.ts';
import { optimizerFacts } from '../../../../tools/testing/kernels/optimizers-facts.ts';
import { trainingFacts } from '../../../../tools/testing/kernels/training-facts.ts';
import { onNative } from '../test/on-native.ts';

describe.each([
  ['batch norms', batchNormFacts],
  ['convolutions', convolutionFacts],
  ['elementwise kernels', elementwiseFacts],
  ['gates', gateFacts],
  ['kept filters', keptFiltersFacts],
  ['max pooling', maxPoolFacts],
  ['optimizers', optimizerFacts],
  ['training', trainingFacts],
])('%s on the two threads that no test takes', (_, facts) => onNative(facts, [2]));
