import { host } from '#host';

/** Each build is loaded when it is tried: a page fetches the one that it runs. */
const builds = {
  relaxed: () => import('../generated/relaxed-simd.ts'),
  plain: () => import('../generated/plain-simd.ts'),
};

/** The kernels' exports. `job` and `scratch` are addresses in the shared memory. */
export interface KernelExports {
  runAlone(task: number, args: number, items: number, scratch: number): void;
  runShared(job: number, task: number, args: number, items: number, scratch: number): void;
}

export interface CompiledKernels {
  readonly module: WebAssembly.Module;
  /** Whether products are added with one rounding, which some engines cannot. */
  readonly relaxed: boolean;
}

/** Compiles the fastest build that this engine takes, or undefined where it takes none. */
export async function compileKernels(mayRelax: boolean): Promise<CompiledKernels | undefined> {
  if (mayRelax) {
    host.enableRelaxedSimd();
    const module = await compile(await builds.relaxed());
    if (module !== undefined) return { module, relaxed: true };
  }
  const module = await compile(await builds.plain());
  return module === undefined ? undefined : { module, relaxed: false };
}

async function compile({ base64 }: { readonly base64: string }): Promise<WebAssembly.Module | undefined> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : undefined;
}
