import { cbam } from '@attune/cbam';
import { disposeModule } from '@attune/nn';
import { resnet20 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { diagramRows } from './diagram-rows.ts';
import { modelDiagram } from './model-diagram.ts';
import { summarizeModel } from './model-summary.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('draws blocks with their shortcuts and gates, a row for each size of maps', () => {
  const network = resnet20({ attention: cbam() });
  const summary = summarizeModel(network, { imageSize: 32 });
  disposeModule(network);
  const rows = diagramRows(summary);
  expect(rows.map(({ size }) => size)).toEqual(['32 × 32 × 16', '16 × 16 × 32', '8 × 8 × 64', '10']);
  expect(rows[1]!.items[0]).toEqual({ kind: 'block', title: 'layer2.0', lines: ['3 × 3, 32', '3 × 3, 32'], shortcut: 'identity', gate: 'CBAM' });
  const svg = modelDiagram(summary);
  expect(svg.match(/>CBAM</gu)).toHaveLength(9);
  expect(svg.match(/class="shortcut"/gu)!.length).toBeGreaterThanOrEqual(9);
});
