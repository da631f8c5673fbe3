import type { Place } from '../state/place.ts';

/** Of the header that stays, in pixels. */
const headerHeight = 80;

/** Scrolls to a part of the workbench, unless its heading is in sight. */
export function bringIntoSight(place: Place): void {
  const heading = document.querySelector(`[data-place="${place}"]`);
  if (heading === null) return;
  const { top, bottom } = heading.getBoundingClientRect();
  if (top < headerHeight || bottom > innerHeight) heading.scrollIntoView({ block: 'start' });
}
