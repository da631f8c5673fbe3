import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, vi } from 'vitest';

import '../../packages/tensors/backend/src/gradients-node.ts'; // tfjs-core's Node entry registers none

await tf.setBackend('cpu');
Object.assign(tf.backend(), { firstUse: false }); // else it greets on the console in Node

const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;

// Packages do not print: whoever embeds them decides what is shown.
beforeEach(() => methods.forEach((method) => vi.spyOn(console, method).mockImplementation(() => {})));
afterEach(() => {
  const printed = methods.flatMap((method) => vi.mocked(console[method]).mock.calls);
  vi.restoreAllMocks();
  expect(printed, 'a package printed to the console').toEqual([]);
});
