import { mayFetchFrom } from '@attune/pretrained';
import { InvalidArgumentError } from '@commander-js/extra-typings';

/** A reader of whole numbers from 1 up to a limit that its refusal names. */
export function countUpTo(most: number): (text: string) => number {
  return (text) => parseWithin(text, 1, most);
}

/** Into how many folds data are divided: one would leave nothing to train on. */
export function parseFolds(text: string): number {
  return parseWithin(text, 2, 1000);
}

/** The side of a convolution with a middle. */
export function parseKernel(text: string): number {
  const value = parseWithin(text, 1, 63);
  if (value % 2 === 0) throw new InvalidArgumentError('It must be an odd number, such as 3, 5 or 7.');
  return value;
}

/** A reader of whole numbers from 0 up to a limit. */
export function wholeUpTo(most: number): (text: string) => number {
  return (text) => parseWithin(text, 0, most);
}

function parseWithin(text: string, least: number, most: number): number {
  const value = /^\d{1,16}$/u.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
}

export function parseInteger(text: string): number {
  if (!/^-?\d+$/u.test(text) || !Number.isSafeInteger(Number(text))) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** A reader of numbers above 0 up to a limit. */
export function positiveUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = parseDecimal(text);
    if (value > 0 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number above 0, of ${most} at most.`);
  };
}

/** As people write numbers: NaN for what is none, hexadecimal and binary digits among it. */
function parseDecimal(text: string): number {
  return /^\s*\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/iu.test(text) ? Number(text) : NaN;
}

/** A port of this machine. */
export const parsePort = countUpTo(65_535);

/** The address of a Hub. What is fetched in the clear may be changed on the way, so only this
 * machine is asked over http. */
export function parseHub(text: string): string {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !mayFetchFrom(address) || !/^[\w.~:/[\]-]+$/u.test(text))
    throw new InvalidArgumentError('It must be an address such as https://hub.example; http:// is for this machine only.');
  return text.replace(/\/+$/u, '');
}

/** Epochs of a stage: more than anyone has seen the end of. */
const mostEpochs = 100_000;
const mostStages = 100;

/** `2/5`: one of k folds. */
export function parseFold(text: string): { readonly number: number; readonly of: number } {
  const [, number, of] = /^(\d{1,4})\/(\d{1,4})$/u.exec(text) ?? [];
  if (Number(of) >= 2 && Number(number) >= 1 && Number(number) <= Number(of)) return { number: Number(number), of: Number(of) };
  throw new InvalidArgumentError('It must be one of 2 folds or more, such as 1/5.');
}

/** `2,2,1`: the epochs of each stage. */
export function parseEpochs(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length <= mostStages && parts.every((part) => /^\d{1,6}$/u.test(part) && Number(part) <= mostEpochs)) return parts.map(Number);
  throw new InvalidArgumentError(`It must be whole numbers from 0 to ${mostEpochs} with commas between, such as 2,2,1.`);
}

/** `0.485,0.456,0.406`: of pixels from 0 to 1, for each channel or for all. */
export function parseMean(text: string): number[] {
  const values = text.split(',').map(parseDecimal);
  if (values.every((value) => value >= 0 && value <= 1)) return values;
  throw new InvalidArgumentError('It must be numbers from 0 to 1 with commas between, one for each channel or one for all, such as 0.485,0.456,0.406.');
}

/** The same, above 0. Beyond 1 they are of pixels from 0 to 255. */
export function parseDeviation(text: string): number[] {
  const values = text.split(',').map(parseDecimal);
  if (values.every((value) => value > 0 && value <= 1)) return values;
  throw new InvalidArgumentError('It must be numbers above 0, of 1 at most, with commas between, such as 0.229,0.224,0.225.');
}

/** `1,2`: stages of a network. */
export function parseStages(text: string): number[] {
  return text.split(',').map((part) => parseWithin(part.trim(), 1, 100));
}

/** Names with commas between them. */
export function parseNames(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** A number from 0 to 1. */
export function parseFraction(text: string): number {
  const value = parseDecimal(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

const parseClassWeight = positiveUpTo(1e6);

/** `balanced`; `1,2.5,…`, a number above 0 for each class; or `cats=2,dogs=1`, by their names. */
export function parseClassWeights(text: string): 'balanced' | number[] | Record<string, number> {
  if (text === 'balanced') return text;
  return text.includes('=') ? parseNamedWeights(text) : text.split(',').map(parseClassWeight);
}

/** A name may hold commas and equals signs: its weight comes after the last. */
function parseNamedWeights(text: string): Record<string, number> {
  const parts = [...text.matchAll(/\s*(?<name>.+?)\s*=(?<weight>[^=,]*)(?:,|$)/gsuy)].map(({ groups }) => groups as { name: string; weight: string });
  const names = parts.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new InvalidArgumentError(`It names "${twice}" twice: give each class one weight.`);
  if (!text.endsWith(parts.at(-1)?.weight ?? '=')) throw new InvalidArgumentError('It must be a weight for each class by its name, such as cats=2,dogs=1.');
  return Object.fromEntries(parts.map(({ name, weight }) => [name, parseClassWeight(weight)]));
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

/** Steps or seconds, whichever is asked for: 31 years of the one. */
const longestInterval = 1e9;

/** `200` steps, `90s`, `5m` or `1h`. */
export function parseInterval(text: string): Interval {
  const [, digits, unit] = /^(\d{1,10})([smh]?)$/u.exec(text) ?? [];
  const value = Number(digits) * { '': 1, s: 1, m: 60, h: 3600 }[(unit ?? '') as '' | 's' | 'm' | 'h'];
  if (value >= 1 && value <= longestInterval) return unit === '' ? { steps: value } : { seconds: value };
  throw new InvalidArgumentError(`It must be a number of steps such as 200, or a time such as 90s, 5m or 1h, of ${longestInterval} steps or seconds at most.`);
}

/** `FROM=TO`, once more; `FROM=` leaves out. A tensor's name has no equals sign. */
export function parseRename(text: string, before: readonly string[] = []): string[] {
  if (!/^[^=]+=[^=]*$/u.test(text)) throw new InvalidArgumentError('It must be FROM=TO, such as backbone.*=*, or FROM= to leave tensors out.');
  return [...before, text];
}
