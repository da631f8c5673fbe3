import { AttuneError } from '@attune/errors';

/** `busy`: something else has the engine for itself; `photo-gone`: it was removed; `no-epoch`: a
 * run without weights; `part-missing`: a file of the page's own did not come; `no-project`,
 * `no-run`, `no-archive`: a file that is none; `nothing-to-undo`: another change came after it;
 * `other-task`: photos that say other things than those that are there. */
export type PageFaultKind = 'busy' | 'photo-gone' | 'no-epoch' | 'part-missing' | 'no-project' | 'no-run' | 'no-archive' | 'nothing-to-undo' | 'other-task';

/** What the page's worker cannot do as things are. */
export class PageError extends AttuneError {
  static override readonly code = 'ATTUNE_PAGE';
  readonly kind: PageFaultKind;

  constructor(kind: PageFaultKind, message: string) {
    super(message);
    this.name = 'PageError';
    this.kind = kind;
  }
}
