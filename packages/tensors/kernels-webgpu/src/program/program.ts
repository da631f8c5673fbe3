import type { Device, Pipeline } from './webgpu-backend.ts';

type ElementType = 'f32' | 'i32';
type NumberType = 'f32' | 'u32';

/** A compute program in WGSL, without the declarations that follow from its names. */
export interface ProgramSource<Buffer extends string, Setting extends string> {
  readonly name: string;
  /** Tensors that it reads, and those that it writes, maybe reading them before. */
  readonly reads: Partial<Readonly<Record<Buffer, ElementType>>>;
  readonly writes: Partial<Readonly<Record<Buffer, ElementType>>>;
  /** Fields of `settings`. */
  readonly settings: Readonly<Record<Setting, NumberType>>;
  /** Threads of a group, as `local.x` and `local.y` count them. */
  readonly threads: readonly [x: number, y: number];
  /** Memory that a group shares, and functions. */
  readonly declarations?: string;
  /** Statements of `main`, which knows `group`, `groups` and `local`. */
  readonly body: string;
}

/** A program whose WGSL is whole. It is compiled once for each device. */
export interface Program<Buffer extends string, Setting extends string> extends ProgramSource<Buffer, Setting> {
  readonly code: string;
}

/** Completes a program's WGSL: bindings in the order of the names, then the settings. */
export function defineProgram<Buffer extends string, Setting extends string>(source: ProgramSource<Buffer, Setting>): Program<Buffer, Setting> {
  const { reads, writes, settings, threads, declarations = '', body } = source;
  const buffers = [...declared(reads, 'read'), ...declared(writes, 'read_write')];
  const bindings = buffers.map((variable, index) => `@group(0) @binding(${index}) ${variable}`);
  const fields = Object.entries<NumberType>(settings).map(([name, type]) => `  ${name}: ${type},`);
  const code = `
struct Settings {
${fields.join('\n')}
}
${bindings.join('\n')}
@group(0) @binding(${bindings.length}) var<uniform> settings: Settings;
${declarations}
@compute @workgroup_size(${threads[0]}, ${threads[1]}, 1)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
${body}
}
`;
  return { ...source, code };
}

function declared(buffers: Partial<Readonly<Record<string, ElementType>>>, access: 'read' | 'read_write'): string[] {
  return Object.entries(buffers).map(([name, type]) => `var<storage, ${access}> ${name}: array<${type}>;`);
}

const pipelines = new WeakMap<Device, Map<string, Pipeline>>();

/** The program compiled for a device. */
export function pipelineOf(device: Device, { name, code }: { readonly name: string; readonly code: string }): Pipeline {
  const compiled = pipelines.get(device) ?? new Map<string, Pipeline>();
  pipelines.set(device, compiled);
  const present = compiled.get(code);
  if (present !== undefined) return present;
  const module = device.createShaderModule({ label: name, code });
  const pipeline = device.createComputePipeline({ label: name, layout: 'auto', compute: { module } });
  compiled.set(code, pipeline);
  return pipeline;
}
