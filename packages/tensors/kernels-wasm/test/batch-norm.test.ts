import { batchNormFacts } from '../../../../tools/testing/kernels/batch-norm-facts.ts';
import { onWasm } from './on-wasm.ts';

onWasm(batchNormFacts);
