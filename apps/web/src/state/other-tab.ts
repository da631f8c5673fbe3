import { effect, signal } from '@preact/signals';

import { elsewhere } from './one-tab.ts';
import { dataset } from './project.ts';
import { live } from './training.ts';

/** What the tab that has the project says of it. */
export interface Followed {
  readonly photos: number;
  /** Share of a training that is done; null while nothing trains. */
  readonly overall: number | null;
}

const channelName = 'attune-project';

export const followed = signal<Followed | null>(null);

/** Tells other tabs what goes on here, or listens where another tab has the project. */
export function followOtherTab(): void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }: MessageEvent<Followed | 'who'>) => {
    if (data === 'who') tell();
    else if (elsewhere.value) followed.value = data;
  });
  const tell = () => {
    if (!elsewhere.value) channel.postMessage({ photos: dataset.value.images.length, overall: live.value === null ? null : (live.value.overall ?? 0) });
  };
  effect(() => {
    if (elsewhere.value) channel.postMessage('who');
    else tell();
  });
}
