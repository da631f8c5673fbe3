import { expect, it } from 'vitest';

import type { Terminal } from '../../terminal/terminal.ts';
import { type StartingPoint, describeStart } from './describe-start.ts';

function notesOf(recipe: string, attention: string): string {
  const notes: string[] = [];
  const terminal = { note: (line: string) => void notes.push(line), warn: () => {} } as unknown as Terminal;
  const dataset = { classes: ['a', 'b'], train: { size: 2 }, validation: { size: 2 }, skipped: [], preprocessing: { imageSize: 32 } };
  const model = { architecture: 'resnet20', attention, placement: 'after-block' };
  describeStart(terminal, { dataset, images: { rest: 'default' }, model, recipe: { name: recipe }, loaded: null, notes: [] } as unknown as StartingPoint);
  return notes.join('\n');
}

const hint = "goes with the lecture's attention (--attention lecture)";

it("says that the lecture's recipe has an attention of its own where identity attention meets it", () => {
  for (const recipe of ['lecture', 'lecture-prose', 'lecture-reference']) expect(notesOf(recipe, 'identity')).toContain(hint);
  expect(notesOf('lecture', 'lecture')).not.toContain(hint);
  expect(notesOf('three-stage', 'identity')).not.toContain(hint);
});
