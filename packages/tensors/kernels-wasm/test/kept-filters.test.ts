import { keptFiltersFacts } from '../../../../tools/testing/kernels/kept-filters-facts.ts';
import { onWasm } from './on-wasm.ts';

onWasm(keptFiltersFacts);
