import type { ImportPackage } from './backend-host.ts';
import { importByName } from './import-by-name.ts';

/** The part of the WebGPU interface that tells whether there is a card. */
export interface Gpu {
  requestAdapter(): Promise<{
    readonly isFallbackAdapter?: boolean;
    readonly info?: { readonly vendor?: string; readonly isFallbackAdapter?: boolean };
  } | null>;
}

/** What the npm package `webgpu` gives Node: Dawn, which is Chromium's WebGPU. */
interface Dawn {
  readonly create: (options: readonly string[]) => Gpu;
  /** `GPUBufferUsage` and others, which a browser has among its globals. */
  readonly globals: object;
}

let dawn: Promise<{ readonly gpu: Gpu; readonly globals: object }> | undefined;

/** Dawn from the package `webgpu`, or from the file that `ATTUNE_WEBGPU` names. One instance serves
 * the process.
 *
 * @throws what the import throws where the package is not installed. */
export async function openDawn(importPackage: ImportPackage = importByName): Promise<{ readonly gpu: Gpu; readonly globals: object }> {
  dawn ??= importPackage(process.env['ATTUNE_WEBGPU'] ?? 'webgpu').then((imported) => {
    const { create, globals } = imported as Dawn;
    return { gpu: create([]), globals };
  });
  dawn.catch(() => (dawn = undefined));
  return dawn;
}

/** Puts WebGPU where tfjs looks for it, as a browser has it. Node has a `navigator` of its own from
 * version 21 on. */
export function installDawn({ gpu, globals }: { readonly gpu: Gpu; readonly globals: object }): void {
  Object.assign(globalThis, globals);
  const holder = globalThis as { navigator?: object };
  if (holder.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  Object.defineProperty(holder.navigator!, 'gpu', { value: gpu, configurable: true });
}
