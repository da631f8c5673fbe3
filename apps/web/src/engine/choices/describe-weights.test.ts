/// <reference types="vite/client" />
import { inOurNames, readCheckpoint, writeSafetensors } from '@attune/checkpoint';
import { stateShapes } from '@attune/zoo';
import { expect, it } from 'vitest';

import type { ModelChoice } from '../protocol/choices.ts';
import { describeWeights } from './describe-weights.ts';

const resnet20: ModelChoice = { architecture: 'resnet20', weights: { kind: 'none' }, attention: 'none', placement: 'after-block', reduction: 16 };

it('tells what is renamed and left out of a file, as the command does', async () => {
  const inBackbone = stateShapes('resnet20', 10).map(
    ({ name, shape }) => [name.replace(/^(?!linear)/u, 'backbone.').replace('linear', 'head.fc'), shape] as const,
  );
  const shapes = [...inBackbone, ['projector.0.weight', [4, 64]] as const];
  const tensors = shapes.map(([name, shape]) => [name, { dtype: 'F32' as const, shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }] as const);
  const checkpoint = inOurNames(await readCheckpoint(writeSafetensors(new Map(tensors))));
  const { architecture, changes } = describeWeights(checkpoint, resnet20, 10);
  expect(architecture).toBe('resnet20');
  expect(changes).toEqual(checkpoint.changes);
  expect(checkpoint.notes).toEqual(['backbone.* is read as *', 'head.fc.* is read as linear.*', 'left out: projector.0.weight']);
});

it('refuses weights that were quantised, as training with them would', async () => {
  const tensors = new Map([['linear.weight', { dtype: 'I8' as const, shape: [10, 64], data: new Int8Array(640) }]]);
  const checkpoint = inOurNames(await readCheckpoint(writeSafetensors(tensors)));
  expect(() => describeWeights(checkpoint, resnet20, 10)).toThrow(/linear\.weight is int8, and weights are floating point/u);
});
