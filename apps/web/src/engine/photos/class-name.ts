import { AttuneError } from '@attune/errors';

/** A class's name that no folder can have. */
export class ClassNameError extends AttuneError {
  static override readonly code = 'ATTUNE_CLASS_NAME';
  readonly className: string;

  constructor(className: string) {
    super(`"${className}" cannot name a class: a name has a letter or more, no slash, and no dot in front, since each class is a folder.`);
    this.name = 'ClassNameError';
    this.className = className;
  }
}

/** The name in Unicode's composed form, without spaces around it.
 *
 * @throws {ClassNameError} */
export function requireClassName(className: string): string {
  const name = className.normalize('NFC').trim();
  if (name === '' || name.startsWith('.') || /[/\\]/u.test(name)) throw new ClassNameError(className);
  return name;
}
