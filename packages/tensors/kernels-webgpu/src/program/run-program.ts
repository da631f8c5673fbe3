import { type TensorInfo, env } from '@tensorflow/tfjs-core';

import { type Program, pipelineOf } from './program.ts';
import type { WebgpuBackend } from './webgpu-backend.ts';

/** What a program is run on: a tensor for each buffer, a number for each setting, and how many
 * groups of threads there are. */
export interface Work<Buffer extends string, Setting extends string> {
  readonly tensors: Readonly<Record<Buffer, TensorInfo>>;
  readonly settings: Readonly<Record<Setting, number>>;
  readonly groups: readonly [x: number, y: number];
}

/** Puts a program into tfjs's queue, behind everything that was called before. */
export function runProgram<Buffer extends string, Setting extends string>(
  backend: WebgpuBackend,
  program: Program<Buffer, Setting>,
  { tensors, settings, groups }: Work<Buffer, Setting>,
): void {
  const names = [...Object.keys(program.reads), ...Object.keys(program.writes)] as Buffer[];
  const bound = names.map((name) => tensors[name]);
  for (const { dataId } of bound) backend.uploadToGPU(dataId);
  const pipeline = pipelineOf(backend.device, program);
  const fields = (Object.keys(program.settings) as Setting[]).map(
    (name) => ({ type: program.settings[name] === 'u32' ? 'uint32' : 'float32', data: [settings[name]] }) as const,
  );
  const resources = [...bound.map((tensor) => backend.tensorToBinding(tensor)), backend.makeUniforms(fields)];
  const entries = resources.map((resource, binding) => ({ binding, resource }));
  const bindGroup = backend.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  for (const { dataId } of bound) backend.commandQueueOwnedIds.add(dataId);
  for (const name of Object.keys(program.writes) as Buffer[]) forgetValues(backend, tensors[name]);
  backend.ensureCommandEncoderReady();
  const pass = (backend.computePassEncoder ??= backend.commandEncoder.beginComputePass());
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...groups);
  submitWhenFull(backend);
}

/** tfjs keeps the values that it has read back, which are no longer those on the card. */
function forgetValues({ tensorMap }: WebgpuBackend, { dataId }: TensorInfo): void {
  tensorMap.get(dataId).values = null;
}

function submitWhenFull(backend: WebgpuBackend): void {
  backend.dispatchCountInPass += 1;
  if (backend.dispatchCountInPass < (env().get('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE') as number)) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}
