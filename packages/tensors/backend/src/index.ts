export { startBackend } from './start-backend.ts';
export type { StartedBackend } from './start-backend.ts';
export type { Probe, StartOptions } from './backend-host.ts';
export { isSoftware } from './software-adapter.ts';
export { probeBackends } from './probe-backends.ts';
export type { BackendProbe } from './probe-backends.ts';
export { backendNames } from './names.ts';
export type { BackendChoice, BackendName } from './names.ts';
export { BackendLostError, BackendUnavailableError, ThreadCountError, UnknownBackendError } from './errors.ts';
