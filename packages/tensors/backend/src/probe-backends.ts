import type { Probe } from './backend-host.ts';
import { hosts } from './hosts.ts';
import { type BackendName, backendNames } from './names.ts';

/** Whether one backend can start here: `detail` says with what, `reason` why not and
 * how to get it. */
export type BackendProbe = { readonly backend: BackendName } & Probe;

/** Looks at every backend, fastest first, and starts none. The native packages are imported, since
 * only that tells whether their library is there. */
export async function probeBackends(): Promise<BackendProbe[]> {
  return Promise.all(backendNames.map(async (backend) => ({ backend, ...(await hosts[backend].probe()) })));
}
