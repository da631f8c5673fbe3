import { AttuneError } from '@attune/errors';

/** A class that the network does not tell. */
export class ClassIndexError extends AttuneError {
  static override readonly code = 'ATTUNE_CLASS_INDEX';
  readonly classIndex: number;
  readonly classes: number;

  constructor({ classIndex, classes }: Pick<ClassIndexError, 'classIndex' | 'classes'>) {
    super(`There is no class ${classIndex}: the network tells ${classes} apart, numbered from 0. Give one of those, or 'predicted'.`);
    this.name = 'ClassIndexError';
    this.classIndex = classIndex;
    this.classes = classes;
  }
}
