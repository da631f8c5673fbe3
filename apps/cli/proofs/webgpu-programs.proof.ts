import { startBackend } from '@attune/backend';
import { disposeModule } from '@attune/nn';
import { resnet20 } from '@attune/resnet';
import { fineTune, threeStageSmall, withEpochs } from '@attune/staged-finetune';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { softwareWebgpu } from '../../../tools/testing/webgpu-in-node.ts';
import { waves } from './waves.ts';

const side = 8;
const batchSize = 8;

/** What a step asks of the card. */
interface Asked {
  programs: number;
  /** Of all buffers that programs are bound to, read or written. */
  boundBytes: number;
  readBacks: number;
}

// Debian puts a Vulkan loader beside Chromium: start this with LD_LIBRARY_PATH=/usr/lib/chromium.
it('a step of ResNet-20 runs less than a third of the programs of tfjs, and reads back once', async ({ skip }) => {
  const webgpu = await softwareWebgpu();
  if ('missing' in webgpu) return skip(webgpu.missing as string);
  Object.assign(process.env, webgpu);
  await startBackend('webgpu');
  const asked = countAsked();
  const fused = await askedBySteps(asked);
  for (const { kernelName } of tf.getKernelsForBackend('webgpu')) if (kernelName.startsWith('Attune')) tf.unregisterKernel(kernelName, 'webgpu');
  const composed = await askedBySteps(asked);
  for (const [stage, step] of fused) {
    process.stdout.write(`${stage}: ${inWords(composed.get(stage)!)} composed, ${inWords(step)} fused\n`);
    expect(step.programs).toBeLessThan(composed.get(stage)!.programs / (stage === 'head' ? 2 : 3));
    expect(step.readBacks).toBe(1);
  }
});

/** The last step of each stage's only epoch. */
async function askedBySteps(asked: Asked): Promise<Map<string, Asked>> {
  const network = resnet20({ classes: 2, seed: 1 });
  const data = { classes: ['even', 'odd'], train: waves(3 * batchSize, side), validation: waves(batchSize, side) };
  const steps = new Map<string, Asked>();
  let before = { ...asked };
  for await (const event of fineTune(network, data, withEpochs(threeStageSmall(), [1, 1, 1]), { batchSize, seed: 1 })) {
    if (event.kind === 'step') steps.set(event.stage, difference(asked, before));
    before = { ...asked };
  }
  disposeModule(network);
  return steps;
}

function difference(now: Asked, before: Asked): Asked {
  return { programs: now.programs - before.programs, boundBytes: now.boundBytes - before.boundBytes, readBacks: now.readBacks - before.readBacks };
}

function inWords({ programs, boundBytes, readBacks }: Asked): string {
  return `${programs} programs on ${(boundBytes / 1e6).toFixed(0)} MB, ${readBacks} read back`;
}

interface Bound {
  readonly resource: { readonly buffer?: { readonly size: number }; readonly size?: number };
}

/** Counts from now on, at the card's own methods. */
function countAsked(): Asked {
  const asked: Asked = { programs: 0, boundBytes: 0, readBacks: 0 };
  const bytes = new WeakMap<object, number>();
  let group: object | undefined;
  after('GPUDevice', 'createBindGroup', ([description], made) => {
    const { entries } = description as { readonly entries: readonly Bound[] };
    bytes.set(
      made as object,
      entries.reduce((sum, { resource }) => sum + (resource.size ?? resource.buffer?.size ?? 0), 0),
    );
  });
  after('GPUComputePassEncoder', 'setBindGroup', ([, set]) => (group = set as object));
  after('GPUComputePassEncoder', 'dispatchWorkgroups', () => {
    asked.programs += 1;
    asked.boundBytes += bytes.get(group!)!;
  });
  after('GPUBuffer', 'mapAsync', ([mode]) => (asked.readBacks += mode === 1 ? 1 : 0));
  return asked;
}

function after(type: string, name: string, tell: (given: readonly unknown[], answer: unknown) => void): void {
  const { prototype } = (globalThis as unknown as Record<string, { readonly prototype: Record<string, (...given: readonly unknown[]) => unknown> }>)[type]!;
  const method = prototype[name]!;
  prototype[name] = function (...given) {
    const answer = method.apply(this, [...given]);
    tell(given, answer);
    return answer;
  };
}
