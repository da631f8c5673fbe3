import { elementwiseFacts } from '../../../../tools/testing/kernels/elementwise-facts.ts';
import { onNative } from './on-native.ts';

onNative(elementwiseFacts);
