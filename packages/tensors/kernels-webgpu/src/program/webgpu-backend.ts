import { type DataId, type TensorInfo, backend } from '@tensorflow/tfjs-core';

/** A range of a buffer, as a shader is bound to it. */
export interface Binding {
  readonly buffer: object;
}

interface ComputePass {
  setPipeline(pipeline: Pipeline): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y: number): void;
}

export interface Pipeline {
  getBindGroupLayout(index: number): object;
}

/** What our programs ask of a card. */
export interface Device {
  createShaderModule(source: { readonly label: string; readonly code: string }): object;
  createComputePipeline(description: { readonly label: string; readonly layout: 'auto'; readonly compute: { readonly module: object } }): Pipeline;
  createBindGroup(description: { readonly layout: object; readonly entries: readonly { readonly binding: number; readonly resource: Binding }[] }): object;
}

/** The parts of tfjs's webgpu backend by which a program of ours takes its place in the queue of
 * tfjs's own: reads and writes then follow the order of the calls. */
export interface WebgpuBackend {
  readonly device: Device;
  readonly tensorMap: { get(dataId: DataId): { values: unknown } };
  /** Tensors of commands that are not submitted yet, whose memory is still needed. */
  readonly commandQueueOwnedIds: WeakSet<DataId>;
  readonly commandEncoder: { beginComputePass(): ComputePass };
  computePassEncoder: ComputePass | null;
  dispatchCountInPass: number;
  makeTensorInfo(shape: number[], dtype: TensorInfo['dtype']): TensorInfo;
  uploadToGPU(dataId: DataId): void;
  tensorToBinding(tensor: TensorInfo): Binding;
  makeUniforms(fields: readonly { readonly type: 'uint32' | 'float32'; readonly data: readonly number[] }[]): Binding;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  disposeData(dataId: DataId): boolean;
  incRef(dataId: DataId): void;
  refCount(dataId: DataId): number;
}

/** The one that computes now. */
export function currentBackend(): WebgpuBackend {
  return backend() as unknown as WebgpuBackend;
}
