import { type Variable, engine as tfjsEngine, tidy } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';

/** A variable whose memory is shared with another tensor (a clone, a snapshot) gets its own first:
 * what is in place must not be seen elsewhere. */
export function ownValues(engine: Engine, variable: Variable): void {
  if (engine.backend.refCount(variable.dataId) === 1) return;
  tidy(() => variable.assign(tfjsEngine().makeTensorFromTensorInfo(engine.copy(variable)) as Variable));
}
