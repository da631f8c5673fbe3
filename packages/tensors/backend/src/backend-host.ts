import type { BackendLostError } from './errors.ts';

/** What can be said of a backend before it starts. */
export type Probe = { readonly available: true; readonly detail: string } | { readonly available: false; readonly reason: string };

/** What a backend that runs tells of itself. */
export interface Running {
  /** Threads that share a kernel's work; 1 where the work is elsewhere. */
  readonly threads: number;
  /** The instruction set of our kernels; left out where others compute. */
  readonly kernels?: string;
  /** One line for people. */
  readonly detail: string;
  /** Resolves when the backend is taken away; left out where nothing can take it. */
  readonly lost?: Promise<BackendLostError>;
}

export interface StartOptions {
  /** Threads for the native and the wasm backend; every core unless given. */
  readonly threads?: number;
  /** Address of a folder that serves tfjs's `.wasm` files, with its final slash. Only needed in a
   * browser without shared memory. */
  readonly wasmFolder?: string;
}

/** One backend: how to see whether it can start, and how to start it. Both leave tfjs's current
 * backend alone when they fail. */
export interface BackendHost {
  probe(): Promise<Probe>;
  start(options: StartOptions): Promise<Running>;
}

/** Imports a package by name. Tests give their own. */
export type ImportPackage = (specifier: string) => Promise<unknown>;
