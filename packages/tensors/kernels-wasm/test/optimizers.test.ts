import { optimizerFacts } from '../../../../tools/testing/kernels/optimizers-facts.ts';
import { onWasm } from './on-wasm.ts';

onWasm(optimizerFacts);
