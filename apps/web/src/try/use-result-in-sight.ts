import { useEffect } from 'preact/hooks';

import { judgement } from '../state/judgement.ts';
import { outcome } from '../state/training.ts';

/** Where the parts of the page lie one below the other. */
const stacked = '(max-width: 75rem)';

/** Whoever waits at a training sees what came of it, where that lies below. */
export function useResultInSight(): void {
  const report = judgement.value;
  useEffect(() => {
    if (report === null || outcome.value?.state !== 'finished' || !matchMedia(stacked).matches || !isTrainInSight()) return;
    const behavior = matchMedia('(prefers-reduced-motion: no-preference)').matches ? 'smooth' : 'instant';
    document.querySelector('[data-place="try"]')?.scrollIntoView({ block: 'start', behavior });
  }, [report]);
}

/** However one came there: by a click or by scrolling. */
function isTrainInSight(): boolean {
  const column = document.querySelector('[data-place="train"]')?.closest('section')?.getBoundingClientRect();
  return column !== undefined && column.top < innerHeight && column.bottom > 0;
}
