import type { BrokenFile } from '../engine/protocol/photos.ts';
import type { Words } from './english.ts';

/** Why a file was left out, in the page's language. */
export function reasonText({ reasons }: Words, { kind, reason, twin }: BrokenFile): string {
  if (kind === 'copy') return reasons.copy(twin ?? '');
  if (kind === 'unreadable') return reasons.unreadable(reason);
  return kind === undefined ? reason : reasons[kind];
}
