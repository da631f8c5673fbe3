import { type KernelName, registerKernels } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

import { ExportError } from '../export-error.ts';
import type { GraphNode, Value } from './graph.ts';
import { type TracedKernel, hasSeveralOutputs, severalOutputs, shapeRules } from './shape-rules.ts';

/** A tfjs backend that computes nothing: it writes down which kernels are asked for, and what shape
 * their outputs have. So a pass through a network of any size takes milliseconds and no memory. */
export class TraceBackend extends tf.KernelBackend {
  readonly #values = new Map<object, Value>();

  /** What is known of a tensor before the pass. */
  define(dataId: object, value: Value): void {
    this.#values.set(dataId, value);
  }

  lookUp(dataId: object): Value | undefined {
    return this.#values.get(dataId);
  }

  /** The tensors of a kernel's outputs, of these shapes. */
  record(kernel: TracedKernel, inputs: tf.NamedTensorInfoMap, attributes: object): tf.TensorInfo | tf.TensorInfo[] {
    const values = Object.fromEntries(
      Object.entries(inputs).flatMap(([name, input]) => (input === undefined ? [] : [[name, this.#known(input.dataId, kernel)]])),
    );
    const shapes = Object.values(values).map(({ shape }) => shape);
    const attrs = { ...attributes };
    const node = { kernel, inputs: values, attributes: attrs } as GraphNode;
    if (hasSeveralOutputs(kernel)) return severalOutputs[kernel](shapes, attrs).map((shape, output) => this.#output({ kind: 'node', shape, node, output }));
    return this.#output({ kind: 'node', shape: shapeRules[kernel](shapes, attrs), node, output: 0 });
  }

  #output(value: Value): tf.TensorInfo {
    const dataId = {};
    this.#values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: 'float32' };
  }

  #known(dataId: object, kernel: string): Value {
    const value = this.#values.get(dataId);
    if (value === undefined) throw new ExportError(`${kernel} reads a tensor that is neither the images, nor a variable of the network, nor made in the pass.`);
    return value;
  }

  override write(values: tf.backend_util.BackendValues, shape: number[]): object {
    const dataId = {};
    this.#values.set(dataId, { kind: 'constant', shape, values: Float32Array.from(values as Float32Array) });
    return dataId;
  }

  override move(dataId: object, values: tf.backend_util.BackendValues, shape: number[]): void {
    this.#values.set(dataId, { kind: 'constant', shape, values: Float32Array.from(values as Float32Array) });
  }

  override numDataIds(): number {
    return this.#values.size;
  }

  override disposeData(): boolean {
    return true;
  }

  override refCount(): number {
    return 1;
  }

  override incRef(): void {}

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.#values.clear();
  }
}

export const traceBackendName = 'attune-trace';

/** Every kernel whose shapes are known, and the fused batch norm that layers look for. */
export function registerTraceKernels(): void {
  if (tf.getKernel('Relu', traceBackendName) !== undefined) return;
  for (const kernelName of Object.keys({ ...shapeRules, ...severalOutputs }) as TracedKernel[]) {
    const kernelFunc: tf.KernelFunc = ({ inputs, backend, attrs = {} }) => (backend as TraceBackend).record(kernelName, named(inputs), attrs);
    tf.registerKernel({ kernelName, backendName: traceBackendName, kernelFunc });
  }
  // Layers ask for this one to learn whether there are fused batch norms; in evaluation
  // they run the
  // stored one.
  registerKernels(traceBackendName, { AttuneBatchNorm: () => unexpected('AttuneBatchNorm') });
}

/** Concat's inputs come as a list. */
function named(inputs: tf.NamedTensorInfoMap): tf.NamedTensorInfoMap {
  return Array.isArray(inputs) ? Object.fromEntries((inputs as tf.TensorInfo[]).map((input, index) => [`${index}`, input])) : inputs;
}

function unexpected(kernel: KernelName): never {
  throw new ExportError(`${kernel} belongs to training, and a network is exported as it evaluates.`);
}
