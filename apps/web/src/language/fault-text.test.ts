import { describe, expect, it } from 'vitest';

import type { CarriedError } from '../engine/errors/engine-error.ts';
import type { Fault } from '../state/project.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { faultText } from './fault-text.ts';
import { reasonText } from './reason-text.ts';

const carried = (code: string | null, more: Partial<CarriedError> = {}): CarriedError => ({
  message: 'in English',
  code,
  kind: null,
  fault: 'other',
  fields: { file: 'x.pth', path: 'x.jpg', url: 'https://x', className: 'a/b', trained: 'ants', present: 'bees', run: 'r', recipe: 'lecture' },
  ...more,
});

const known: readonly CarriedError[] = [
  ...['busy', 'photo-gone', 'no-epoch', 'part-missing', 'no-project', 'no-run', 'no-archive', 'nothing-to-undo'].map((kind) =>
    carried('ATTUNE_PAGE', { kind }),
  ),
  ...['offline', 'not-found', 'refused', 'redirect', 'cut', 'not-weights', 'wrong-hash', 'not-kept'].map((kind) => carried('ATTUNE_DOWNLOAD', { kind })),
  ...['PROJECT_STORAGE_FULL', 'STORAGE_FULL', 'CLASS_NAME', 'CLASSES_CHANGED', 'IMAGE', 'CHECKPOINT', 'CHECKPOINT_MISFIT', 'FOREIGN_NETWORK'].map((code) =>
    carried(`ATTUNE_${code}`),
  ),
  ...[
    'WEIGHTS_NAME',
    'RECIPE',
    'RECIPE_SUBJECT',
    'MODEL_CHOICE',
    'PHOTOS_UNFIT',
    'RUN_FILE',
    'RESUME',
    'BACKEND_UNAVAILABLE',
    'WASM_START',
    'BACKEND_LOST',
  ].map((code) => carried(`ATTUNE_${code}`)),
  ...(['out-of-memory', 'storage-full', 'context-lost', 'file-gone'] as const).map((fault) => carried(null, { fault })),
];

describe('faultText', () => {
  it.each(known.map((error) => [`${error.code} ${error.kind ?? error.fault}`, error] as const))(
    'has a sentence of its own for %s in each language',
    (_, error) => {
      for (const words of [english, chinese]) {
        expect(faultText(words, error)).not.toBe(words.problems.other);
        expect(faultText(words, error)).not.toContain('in English');
      }
      expect(faultText(chinese, error)).toMatch(/\p{Script=Han}/u);
    },
  );

  it('says that it did not work where nothing tells why', () => {
    expect(faultText(english, carried('ATTUNE_NEW'))).toBe('That did not work.');
  });
});

it('reasonText names a twin, and says in Chinese what the reason says in English', () => {
  expect(reasonText(english, { path: 'a.jpg', reason: '', kind: 'copy', twin: 'ants/b.jpg' })).toBe('the same picture as ants/b.jpg');
  expect(reasonText(chinese, { path: 'a.jpg', reason: 'it is empty (0 bytes)', kind: 'unreadable' })).toBe('不是照片，或已损坏');
});

it('a fault without something to press does not compile', () => {
  // @ts-expect-error wayOn is missing
  const fault: Fault = { text: () => 'no', isFault: true, error: null };
  expect(fault).not.toHaveProperty('wayOn');
});
