import type { ImageDataset } from '@attune/data';
import { expect, it } from 'vitest';

import type { Terminal } from '../../terminal/terminal.ts';
import { type StartingPoint, describeStart } from './describe-start.ts';

interface Start {
  readonly recipe?: string;
  readonly attention?: string;
  readonly classes?: readonly string[];
  readonly task?: ImageDataset['task'];
}

function toldOf({ recipe = 'three-stage', attention = 'identity', classes = ['a', 'b'], task }: Start) {
  const notes: string[] = [];
  const warnings: string[] = [];
  const terminal = { note: (line: string) => void notes.push(line), warn: (line: string) => void warnings.push(line) } as unknown as Terminal;
  const dataset = { classes, task, train: { size: 2 }, validation: { size: 2 }, skipped: [], preprocessing: { imageSize: 32 } };
  const model = { architecture: 'resnet20', attention, placement: 'after-block' };
  describeStart(terminal, { dataset, images: { rest: 'default' }, model, recipe: { name: recipe }, loaded: null, notes: [] } as unknown as StartingPoint);
  return { notes: notes.join('\n'), warnings };
}

const hint = "goes with the lecture's attention (--attention lecture)";

it("says that the lecture's recipe has an attention of its own where identity attention meets it", () => {
  for (const recipe of ['lecture', 'lecture-prose', 'lecture-reference']) expect(toldOf({ recipe }).notes).toContain(hint);
  expect(toldOf({ recipe: 'lecture', attention: 'lecture' }).notes).not.toContain(hint);
  expect(toldOf({ recipe: 'three-stage' }).notes).not.toContain(hint);
});

it('warns of classes that are probably one, and not of columns of numbers', () => {
  const classes = ['Polar bear', 'ant', 'polar_bear'];
  expect(toldOf({ classes }).warnings).toEqual(['"Polar bear" and "polar_bear" are classes of their own: if they are one, give them one name.']);
  expect(toldOf({ classes, task: { kind: 'regression' } as ImageDataset['task'] }).warnings).toEqual([]);
});
