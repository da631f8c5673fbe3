import { gateFacts } from '../../../../tools/testing/kernels/gates-facts.ts';
import { onNative } from './on-native.ts';

onNative(gateFacts);
