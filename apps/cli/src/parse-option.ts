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

/** A number above 0. */
export function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** `2,2,1`: whole numbers from 0 up. */
export function parseWholes(text: string): number[] {
  const values = text.split(',').map((part) => part.trim());
  if (values.every((value) => /^\d+$/u.test(value))) return values.map(Number);
  throw new InvalidArgumentError('It must be whole numbers from 0 up with commas between, such as 2,2,1.');
}

/** `1,2`: whole numbers from 1 up. */
export function parseCounts(text: string): number[] {
  return text.split(',').map((part) => parseCount(part.trim()));
}
