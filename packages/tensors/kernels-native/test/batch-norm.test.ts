import { batchNormFacts } from '../../../../tools/testing/kernels/batch-norm-facts.ts';
import { onNative } from './on-native.ts';

onNative(batchNormFacts);
