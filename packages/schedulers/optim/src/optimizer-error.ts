import { AttuneError } from '@attune/errors';

export interface SettingFault {
  readonly setting: string;
  readonly value: unknown;
  readonly rule: string;
}

/** Settings that an optimizer cannot work with: all of them at once. */
export class OptimizerError extends AttuneError {
  static override readonly code = 'ATTUNE_OPTIMIZER';
  readonly optimizer: string;
  readonly faults: readonly SettingFault[];

  constructor({ optimizer, faults }: { readonly optimizer: string; readonly faults: readonly SettingFault[] }) {
    super(`${optimizer}: ${faults.map(({ setting, value, rule }) => `${setting} is ${String(value)} and must be ${rule}`).join('; ')}.`);
    this.name = 'OptimizerError';
    this.optimizer = optimizer;
    this.faults = faults;
  }
}

/** @throws {OptimizerError} naming every setting that does not hold. */
export function requireSettings(optimizer: string, settings: readonly (SettingFault & { readonly holds: boolean })[]): void {
  const faults = settings.filter(({ holds }) => !holds).map(({ setting, value, rule }) => ({ setting, value, rule }));
  if (faults.length > 0) throw new OptimizerError({ optimizer, faults });
}
