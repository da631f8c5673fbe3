import { optimizerFacts } from '../../../../tools/testing/kernels/optimizers-facts.ts';
import { onNative } from './on-native.ts';

onNative(optimizerFacts);
