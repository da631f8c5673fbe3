import { BackendLostError, WasmMemoryError } from '@attune/backend';
import { BatchMemoryError, NonFiniteLossError } from '@attune/staged-finetune';

import { carried } from './carry-errors.ts';
import type { FaultKind } from './engine-error.ts';
import type { TrainingOutcome } from '../protocol/training.ts';
import { StorageFullError } from './storage-full-error.ts';

/** How a training ended that an error has ended; `runId` is null when nothing was kept yet. */
export function failed(runId: string | null, error: unknown): TrainingOutcome {
  return { state: 'failed', runId, ...carried(error, faultOf(error)) };
}

const kinds: readonly (readonly [FaultKind, { isInstance(error: unknown): boolean }])[] = [
  ['not-a-number', NonFiniteLossError],
  ['storage-full', StorageFullError],
  ['context-lost', BackendLostError],
  ['out-of-memory', WasmMemoryError],
  ['out-of-memory', BatchMemoryError],
];

/** Browsers say it in words of their own. */
const words: readonly (readonly [FaultKind, RegExp])[] = [
  [
    'out-of-memory',
    /out of memory|\boom\b|allocation (failed|size overflow)|memory access out of bounds|cannot (enlarge|grow) memory|invalid (typed )?array (buffer )?length|failed to allocate/iu,
  ],
  ['storage-full', /quota/iu],
  ['file-gone', /^(NotFoundError|NotReadableError): /u],
];

/** What kind of fault ended a training, so that the page can offer a way on. */
export function faultOf(error: unknown): FaultKind {
  const own = kinds.find(([, kind]) => kind.isInstance(error));
  if (own !== undefined) return own[0];
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return words.find(([, pattern]) => pattern.test(message))?.[0] ?? 'other';
}
