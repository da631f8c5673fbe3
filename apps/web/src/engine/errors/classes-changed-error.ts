import { AttuneError } from '@attune/errors';

/** Photos whose classes are not those that a run was trained with. */
export class ClassesChangedError extends AttuneError {
  static override readonly code = 'ATTUNE_CLASSES_CHANGED';
  readonly trained: readonly string[];
  readonly present: readonly string[];

  constructor(trained: readonly string[], present: readonly string[]) {
    super(
      `The run was trained with the classes ${trained.join(', ')}, and the photos have ${present.join(', ')}: give the photos their old classes, or train anew.`,
    );
    this.name = 'ClassesChangedError';
    this.trained = trained;
    this.present = present;
  }
}
