import type { Probe } from './backend-host.ts';

/** What a probe says of a graphics interface without a graphics card. */
export const onSoftware = 'on a software adapter, far slower than wasm';

/** Whether a probe found only a processor that imitates a graphics card, which `auto`
 * passes over. */
export function isSoftware(found: Probe): boolean {
  return found.available && found.detail.endsWith(onSoftware);
}
