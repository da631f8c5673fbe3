import { AttuneError } from '@attune/errors';

/** Names of tensors that cannot be changed as asked. Nothing was read. */
export class RenameError extends AttuneError {
  static override readonly code = 'ATTUNE_RENAME';
  readonly file: string;
  /** One for each rename that is refused and each name that two tensors would get. */
  readonly faults: readonly string[];

  constructor(file: string, { faults, names }: { readonly faults: readonly string[]; readonly names: readonly string[] }) {
    super(
      `${file}: tensors cannot be renamed so: ${faults.join('; ')}. In the file: ${names.join(', ')}. A rename is FROM=TO of whole names, such as backbone.*=*; FROM= leaves them out.`,
    );
    this.name = 'RenameError';
    this.file = file;
    this.faults = faults;
  }
}
