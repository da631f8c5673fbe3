import { signal } from '@preact/signals';

/** Where one is in the page: three parts of the workbench, the drawer beside it, and two panels. */
export type Place = 'photos' | 'model' | 'train' | 'try' | 'explore' | 'export';

export const places: readonly Place[] = ['photos', 'model', 'train', 'try', 'explore', 'export'];

export const place = signal<Place>(placeAt(location.hash));

/** Each place has an address: Back leads to the one before, and a reload to the same. */
export function goTo(next: Place): void {
  if (next === place.value) return;
  history.pushState(null, '', `#${next}`);
  place.value = next;
}

/** Follows the browser's Back and Forward. */
export function followAddress(): void {
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
}

function follow(): void {
  place.value = placeAt(location.hash);
}

function placeAt(hash: string): Place {
  return places.find((name) => `#${name}` === hash) ?? 'photos';
}
