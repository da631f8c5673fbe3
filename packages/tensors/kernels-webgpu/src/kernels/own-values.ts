import { type Variable, mul, tidy } from '@tensorflow/tfjs-core';

import type { WebgpuBackend } from '../program/webgpu-backend.ts';

/** A variable whose memory is shared with another tensor (a clone, a snapshot) gets its own first:
 * what is in place must not be seen elsewhere. */
export function ownValues(backend: WebgpuBackend, variable: Variable): void {
  if (backend.refCount(variable.dataId) > 1) tidy(() => variable.assign(mul(variable, 1)));
}
