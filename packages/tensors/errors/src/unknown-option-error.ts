import { AttuneError } from './attune-error.ts';
import { type ConfigFault, unknownOptions } from './config-fault.ts';

/** Options that a function does not have: all of them at once. */
export class UnknownOptionError extends AttuneError {
  static override readonly code = 'ATTUNE_UNKNOWN_OPTION';
  readonly faults: readonly ConfigFault[];

  constructor(subject: string, faults: readonly ConfigFault[]) {
    super(`${subject}: ${faults.map(({ option, rule }) => `"${option}" is not an option: ${rule}`).join('; ')}.`);
    this.name = 'UnknownOptionError';
    this.faults = faults;
  }
}

/** For JavaScript, where no compiler refuses a misspelt option.
 *
 * @param known every option, as `{ … } satisfies Record<keyof Options, true>`, so that the compiler
 * asks for a new one here.
 * @throws {UnknownOptionError} naming each with the one whose spelling is nearest. */
export function refuseUnknownOptions(subject: string, options: object, known: Readonly<Record<string, true>>): void {
  const faults = unknownOptions(options, Object.keys(known));
  if (faults.length > 0) throw new UnknownOptionError(subject, faults);
}
