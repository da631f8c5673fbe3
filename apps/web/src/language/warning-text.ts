import type { DatasetWarning } from '../engine/protocol.ts';
import type { Words } from './english.ts';

/** What is wrong with the photos, as a sentence. */
export function warningText({ warnings }: Words, warning: DatasetWarning): string {
  switch (warning.kind) {
    case 'one-class':
      return warnings.oneClass(warning.className);
    case 'few-images':
      return warnings.fewImages(warning.className, warning.images);
    case 'not-judged':
      return warnings.notJudged(warning.className);
    case 'imbalance':
      return warnings.imbalance(warning.most, warning.least, Math.round(warning.times));
    case 'not-kept':
      return warnings.notKept(warning.images);
  }
}
