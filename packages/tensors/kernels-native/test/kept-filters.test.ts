import { keptFiltersFacts } from '../../../../tools/testing/kernels/kept-filters-facts.ts';
import { onNative } from './on-native.ts';

onNative(keptFiltersFacts);
