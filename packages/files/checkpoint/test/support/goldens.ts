import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What torch itself read from a file of `tools/fixtures/checkpoint/make_goldens.py`. */
export interface Golden {
  readonly wrappers: readonly string[];
  readonly tensors: Readonly<Record<string, { readonly dtype: string; readonly shape: readonly number[]; readonly bytes: string }>>;
}

export function goldenPath(name: string): string {
  return fileURLToPath(new URL(`../goldens/${name}`, import.meta.url));
}

export function goldenBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(goldenPath(name)));
}

export function readGoldens(): [name: string, golden: Golden][] {
  const all = JSON.parse(readFileSync(goldenPath('expected.json'), 'utf8')) as Record<string, Golden | string>;
  return Object.entries(all).filter((entry): entry is [string, Golden] => typeof entry[1] !== 'string');
}
