import type { FlagSet, FlagValue } from '@attune/sweep';

/** Flags as words of a command line; the data come apart. */
export function flagWords(flags: FlagSet): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (name === 'data') return [];
    if (typeof value === 'boolean') return value ? [`--${name}`] : [];
    if (repeatable.has(name) && Array.isArray(value)) return value.map((one) => `--${name}=${one}`);
    return [`--${name}=${flagText(value)}`];
  });
}

/** A value as the command line has it. */
export function flagText(value: FlagValue): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

const repeatable: ReadonlySet<string> = new Set(['rename']);
