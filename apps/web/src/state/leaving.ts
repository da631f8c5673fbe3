import { gathering } from './project.ts';
import { isTaken } from './one-tab.ts';
import { opening } from './project-file.ts';
import { live } from './training.ts';

/** Asks before the page is left while something would be cut off. */
export function askBeforeLeaving(): void {
  addEventListener('beforeunload', (event) => {
    if (isTaken.value) return;
    if (live.value !== null || gathering.value !== null || opening.value) event.preventDefault();
  });
}
