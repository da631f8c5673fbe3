import { elementwiseFacts } from '../../../../tools/testing/kernels/elementwise-facts.ts';
import { onWasm } from './on-wasm.ts';

onWasm(elementwiseFacts);
