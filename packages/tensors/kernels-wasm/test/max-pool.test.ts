import { maxPoolFacts } from '../../../../tools/testing/kernels/max-pool-facts.ts';
import { onWasm } from './on-wasm.ts';

onWasm(maxPoolFacts);
