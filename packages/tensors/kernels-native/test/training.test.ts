import { trainingFacts } from '../../../../tools/testing/kernels/training-facts.ts';
import { onNative } from './on-native.ts';

onNative(trainingFacts);
