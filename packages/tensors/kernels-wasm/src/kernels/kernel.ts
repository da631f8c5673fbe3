import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';

/** A kernel of ours: undefined where it leaves the inputs to the kernel that was there before. */
export type KernelOf = (call: Parameters<KernelFunc>[0], engine: Engine) => TensorInfo | TensorInfo[] | undefined;
