import { trainingFacts } from '../../../../tools/testing/kernels/training-facts.ts';
import { onWasm } from './on-wasm.ts';

onWasm(trainingFacts);
