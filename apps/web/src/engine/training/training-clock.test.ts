import type { FineTuneEvent } from '@attune/staged-finetune';
import { expect, it } from 'vitest';

import { TrainingClock } from './training-clock.ts';

const stages = [
  { epochs: 10, work: { features: { train: 100, validation: 20 }, epoch: 0 } },
  { epochs: 2, work: { features: { train: 0, validation: 0 }, epoch: 300 } },
];

function event(kind: 'checkpoint' | 'features' | 'stage-start' | 'step', rest: object): FineTuneEvent {
  return { kind, stage: '', ...rest } as unknown as FineTuneEvent;
}

it('tells the time that is left by the work that is left, and the speed by images', () => {
  const clock = new TrainingClock(stages, 40);
  expect(clock.after(event('stage-start', { stageIndex: 0 }), 0)).toBeNull();
  const features = clock.after(event('features', { stageIndex: 0, split: 'train', done: 20, images: 40 }), 5);
  expect(features).toEqual({ kind: 'pace', imagesPerSecond: null, secondsLeft: 67, overall: expect.closeTo(50 / 720) }); // 50 units took 5 s, 50 + 20 + 600 are left
  clock.after(event('features', { stageIndex: 0, split: 'train', done: 40, images: 40 }), 10);
  clock.after(event('features', { stageIndex: 0, split: 'validation', done: 8, images: 8 }), 12);
  const cached = clock.after(event('step', { stageIndex: 0, epoch: 0, images: 40, imagesDone: 40 }), 12);
  expect(cached).toEqual({ kind: 'pace', imagesPerSecond: null, secondsLeft: 60, overall: expect.closeTo(120 / 720) });
  const again = clock.after(event('step', { stageIndex: 0, epoch: 1, images: 40, imagesDone: 40 }), 12);
  expect(again).toMatchObject({ imagesPerSecond: null }); // it reads features, not images
  clock.after(event('stage-start', { stageIndex: 1 }), 12);
  clock.after(event('step', { stageIndex: 1, epoch: 0, images: 20, imagesDone: 20 }), 27);
  const later = clock.after(event('step', { stageIndex: 1, epoch: 0, images: 20, imagesDone: 40 }), 42);
  expect(later).toEqual({ kind: 'pace', imagesPerSecond: 20 / 15, secondsLeft: 30, overall: expect.closeTo(420 / 720) }); // 420 units in 42 s, 300 are left
});

it('of a training that is taken up, counts the work that this session did', () => {
  const clock = new TrainingClock(stages, 40);
  clock.after(event('stage-start', { stageIndex: 1 }), 100);
  expect(clock.after(event('step', { stageIndex: 1, epoch: 1, images: 20, imagesDone: 20 }), 115)).toMatchObject({ secondsLeft: 15 });
});

it('of epochs on kept features, does not take the time in which they are judged and kept for that of the work that is left', () => {
  const clock = new TrainingClock(stages, 40);
  clock.after(event('stage-start', { stageIndex: 0 }), 0);
  clock.after(event('features', { stageIndex: 0, split: 'train', done: 40, images: 40 }), 10);
  clock.after(event('features', { stageIndex: 0, split: 'validation', done: 8, images: 8 }), 12);
  const first = clock.after(event('step', { stageIndex: 0, epoch: 0, images: 40, imagesDone: 40 }), 12);
  expect(first).toMatchObject({ secondsLeft: 60 });
  clock.after(event('checkpoint', { stageIndex: 0 }), 15);
  const second = clock.after(event('step', { stageIndex: 0, epoch: 1, images: 40, imagesDone: 40 }), 15);
  // 120 units in 12 s, 600 are left; an epoch took 3 s to end, 11 of 12 are to.
  expect(second).toMatchObject({ secondsLeft: 60 + 33, overall: expect.closeTo(1 - (600 + 330) / (720 + 360)) });
});
