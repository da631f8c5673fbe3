import { AttuneError } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

/** A tensor is wanted and TensorFlow.js has no backend to hold it. */
export class BackendNotStartedError extends AttuneError {
  static override readonly code = 'ATTUNE_BACKEND_NOT_STARTED';

  /** `cause`: tfjs's own error. */
  constructor(cause: unknown) {
    super(
      'No TensorFlow.js backend has started: before building a network, await startBackend() of @attune/backend, or import a backend of tfjs and await tf.ready().',
      { cause },
    );
    this.name = 'BackendNotStartedError';
  }
}

/** A gradient is wanted and TensorFlow.js knows none: its Node entry registers no gradients. */
export class GradientsNotRegisteredError extends AttuneError {
  static override readonly code = 'ATTUNE_GRADIENTS_NOT_REGISTERED';

  constructor() {
    super('TensorFlow.js has no gradients registered: before training, await startBackend() of @attune/backend, which registers them.');
    this.name = 'GradientsNotRegisteredError';
  }
}

/** Before the first tensor of a network or layer. Starts a registered backend that can start at
 * once, as the tensor would.
 *
 * @throws {BackendNotStartedError} */
export function requireBackend(): void {
  try {
    tf.backend();
  } catch (cause) {
    throw new BackendNotStartedError(cause);
  }
}

/** Before gradients are taken: once per step, not per operation.
 *
 * @throws {GradientsNotRegisteredError} */
export function requireGradients(): void {
  // Gradients are registered all at once, and no network does without sums.
  if (tf.getGradient('Add') === undefined) throw new GradientsNotRegisteredError();
}
