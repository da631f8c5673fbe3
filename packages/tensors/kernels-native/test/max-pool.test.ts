import { maxPoolFacts } from '../../../../tools/testing/kernels/max-pool-facts.ts';
import { onNative } from './on-native.ts';

onNative(maxPoolFacts);
