import * as tf from '@tensorflow/tfjs-core';

import { BackendLostError } from './errors.ts';
import type { BackendName } from './names.ts';

/** Follows the current backend, and when it is lost lets tfjs forget it, so that the
 * next start makes a new one.
 *
 * @param lost resolves with what the browser says when the card is gone. */
export async function watchBackend(name: BackendName, lost: Promise<string>): Promise<BackendLostError> {
  const backend = tf.backend();
  const reason = await lost;
  if (tf.engine().registry[name] === backend) forget(name);
  return new BackendLostError(name, reason);
}

function forget(name: BackendName): void {
  const factory = tf.findBackendFactory(name);
  tf.removeBackend(name);
  tf.registerBackend(name, factory);
}
