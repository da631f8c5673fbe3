import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { startWasm } from '../../src/start-wasm.ts';
import { step } from './step.ts';

addEventListener('message', async () => {
  const started = await startWasm();
  postMessage({ started, result: step() });
});
