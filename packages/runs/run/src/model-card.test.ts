import { expect, it } from 'vitest';

import { unusualRun as config } from '../../../../tools/testing/unusual-run.ts';
import { type Calibration, cardEntries, readModelCard } from './model-card.ts';

const [temperature, leastEnergy] = [1.25, -3];
const likeness = { centres: { width: 2, values: Float32Array.of(1, -0.5, 0.1, 2, 0, 3) }, leastSimilarity: 0.75 };
const [entry] = Object.entries(cardEntries({ ...config, calibration: { temperature, leastEnergy, likeness } }));
const [key, text] = entry!;

function reread(change: (calibration: { likeness?: Record<string, unknown> }) => void): Calibration | undefined {
  const card = JSON.parse(text) as { calibration: { likeness?: Record<string, unknown> } };
  change(card.calibration);
  return readModelCard(new Map([[key, JSON.stringify(card)]]))?.calibration;
}

it('a card gives back the centres that it was given, bit for bit, and keeps four thirds of four bytes for each number', () => {
  expect(reread(() => {})).toEqual({ temperature, leastEnergy, likeness });
  const packed = (JSON.parse(text) as { calibration: { likeness: { values: string } } }).calibration.likeness.values;
  const bytes = Buffer.from(packed, 'base64');
  expect([bytes.readFloatLE(4), bytes.readFloatLE(20), packed.length]).toEqual([-0.5, 3, 32]);
});

it.each<[string, Parameters<typeof reread>[0]]>([
  ['a card of before, without centres', (calibration) => delete calibration.likeness],
  ['centres in a format of later', (calibration) => (calibration.likeness!['format'] = 2)],
  ['centres of another number of classes', (calibration) => (calibration.likeness!['width'] = 3)],
  ['centres that are no base64', (calibration) => (calibration.likeness!['values'] = 'ä')],
])('%s: the temperature and the energy stand', (_, change) => {
  expect(reread(change)).toEqual({ temperature, leastEnergy });
});
