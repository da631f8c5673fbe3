import { gateFacts } from '../../../../tools/testing/kernels/gates-facts.ts';
import { onWasm } from './on-wasm.ts';

onWasm(gateFacts);
