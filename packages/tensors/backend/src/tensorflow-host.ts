import * as tf from '@tensorflow/tfjs-core';

import type { BackendHost, ImportPackage, Probe } from './backend-host.ts';
import { isNode } from './environment.ts';
import { BackendUnavailableError } from './errors.ts';
import { importByName } from './import-by-name.ts';
import { importFailure } from './import-failure.ts';

/** TensorFlow's native library, through a package that its user installs. Importing it registers
 * the tfjs backend `tensorflow`. */
export function tensorflowHost(name: 'node' | 'node-gpu', packageName: string, importPackage: ImportPackage = importByName): BackendHost {
  const probe = async (): Promise<Probe> => {
    if (!isNode()) return { available: false, reason: 'it runs in Node only.' };
    try {
      await importPackage(packageName);
      return { available: true, detail: `${packageName} is installed` };
    } catch (error) {
      return { available: false, reason: importFailure(packageName, error) };
    }
  };
  const start = async () => {
    const found = await probe();
    if (!found.available) throw new BackendUnavailableError(name, found.reason);
    if (!(await tf.setBackend('tensorflow'))) throw new BackendUnavailableError(name, `${packageName} loaded but did not start.`);
    return { threads: 1, detail: 'TensorFlow native library, with threads of its own' };
  };
  return { probe, start };
}
