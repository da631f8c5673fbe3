import { InvalidArgumentError } from '@commander-js/extra-typings';

/** A whole number from 1 up. */
export function parseCount(text: string): number {
  const value = parseInteger(text);
  if (value < 1) throw new InvalidArgumentError('It must be a whole number from 1 up.');
  return value;
}

export function parseInteger(text: string): number {
  if (!/^-?\d+$/u.test(text) || !Number.isSafeInteger(Number(text))) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** A whole number from 0 up. */
export function parseWhole(text: string): number {
  const value = parseInteger(text);
  if (value < 0) throw new InvalidArgumentError('It must be a whole number from 0 up.');
  return value;
}

/** A number above 0. */
export function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** A port of this machine. */
export function parsePort(text: string): number {
  const value = parseCount(text);
  if (value > 65_535) throw new InvalidArgumentError('It must be a port: 1 to 65535.');
  return value;
}

/** The address of a Hub. What is fetched in the clear may be changed on the way, so only this
 * machine is asked over http. */
export function parseHub(text: string): string {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = address !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
  const isSafe = address?.protocol === 'https:' || (address?.protocol === 'http:' && isLocal);
  if (!isSafe || !/^[\w.~:/[\]-]+$/u.test(text))
    throw new InvalidArgumentError('It must be an address such as https://hub.example; http:// is for this machine only.');
  return text.replace(/\/+$/u, '');
}

/** `2,2,1`: whole numbers from 0 up. */
export function parseWholes(text: string): number[] {
  const values = text.split(',').map((part) => part.trim());
  if (values.every((value) => /^\d+$/u.test(value))) return values.map(Number);
  throw new InvalidArgumentError('It must be whole numbers from 0 up separated by commas, such as 2,2,1.');
}

/** `1,2`: whole numbers from 1 up. */
export function parseCounts(text: string): number[] {
  return text.split(',').map((part) => parseCount(part.trim()));
}

/** Names with commas between them. */
export function parseNames(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** A number from 0 to 1. */
export function parseFraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

/** `balanced`; `1,2.5,…`, a number above 0 for each class; or `cats=2,dogs=1`, by their names. */
export function parseClassWeights(text: string): 'balanced' | number[] | Record<string, number> {
  if (text === 'balanced') return text;
  return text.includes('=') ? parseNamedWeights(text) : text.split(',').map((part) => parsePositive(part));
}

/** A name may hold commas and equals signs: its weight comes after the last. */
function parseNamedWeights(text: string): Record<string, number> {
  const parts = [...text.matchAll(/\s*(?<name>.+?)\s*=(?<weight>[^=,]*)(?:,|$)/gsuy)].map(({ groups }) => groups as { name: string; weight: string });
  const names = parts.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new InvalidArgumentError(`It names "${twice}" twice: give each class one weight.`);
  if (!text.endsWith(parts.at(-1)?.weight ?? '=')) throw new InvalidArgumentError('It must be a weight for each class by its name, such as cats=2,dogs=1.');
  return Object.fromEntries(parts.map(({ name, weight }) => [name, parsePositive(weight)]));
}

const decayKinds = ['norms', 'biases', 'gates'] as const;

/** `norms,biases,gates`: what weight decay leaves alone. */
export function parseNoDecay(text: string): (typeof decayKinds)[number][] {
  return text.split(',').map((part) => {
    const kind = decayKinds.find((known) => known === part.trim());
    if (kind === undefined) throw new InvalidArgumentError(`It must be among ${decayKinds.join(', ')}, separated by commas.`);
    return kind;
  });
}

/** How often something is done. */
export type Interval = { readonly steps: number } | { readonly seconds: number };

/** `200` steps, `90s`, `5m` or `1h`. */
export function parseInterval(text: string): Interval {
  const [, digits, unit] = /^(\d+)([smh]?)$/u.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('It must be a number of steps such as 200, or a time such as 90s, 5m or 1h.');
  const value = parseCount(digits);
  return unit === '' || unit === undefined ? { steps: value } : { seconds: value * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'] };
}
