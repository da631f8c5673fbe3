import { expect, it } from 'vitest';

import { waitingNote } from './waiting-note.ts';

it('tells of waiting above 5 % of the epoch, and of nothing less', () => {
  expect(waitingNote({ seconds: 10, waitingSeconds: 1.2 })).toBe(', 12.0 % of it waiting for images (1.2 s)');
  expect(waitingNote({ seconds: 10, waitingSeconds: 0.5 })).toBe('');
  expect(waitingNote({ seconds: 10 })).toBe('');
});
