import { useEffect } from 'preact/hooks';

import { judgement } from '../state/judgement.ts';
import { place } from '../state/place.ts';
import { outcome } from '../state/training.ts';

/** Where the parts of the page lie one below the other. */
const stacked = '(max-width: 75rem)';

/** Whoever waits at a training sees what came of it, where that lies below. */
export function useResultInSight(): void {
  const report = judgement.value;
  useEffect(() => {
    if (report === null || outcome.value?.state !== 'finished' || place.value !== 'train' || !matchMedia(stacked).matches) return;
    const behavior = matchMedia('(prefers-reduced-motion: no-preference)').matches ? 'smooth' : 'instant';
    document.querySelector('[data-place="try"]')?.scrollIntoView({ block: 'start', behavior });
  }, [report]);
}
