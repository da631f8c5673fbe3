import { join } from 'node:path';

import { beforeAll, describe, expect, it, vi } from 'vitest';

import { root } from './process.mjs';
import { readJson, workspaces } from './workspaces.mjs';

interface ErrorClass {
  new (...values: never[]): Error;
  readonly code?: string;
  isInstance?(error: unknown): boolean;
}

/** The sources of everything that a package lets others import. */
function entries(folder: string): string[] {
  const exported = Object.values(readJson(`${folder}/package.json`).exports ?? {}) as { '@attune/source'?: string | Record<string, string> }[];
  const sources = exported.flatMap(({ '@attune/source': source = [] }) => (typeof source === 'string' ? source : Object.values(source)));
  return [...new Set(sources)].map((source) => join(root, folder, source));
}

const packages = workspaces().filter((folder) => folder.startsWith('packages/'));

/** Every exported class of an error, by its name in each package that exports it. */
async function exportedErrors(): Promise<Map<string, ErrorClass>> {
  const classes = new Map<string, ErrorClass>();
  for (const folder of packages) {
    for (const entry of entries(folder)) {
      const exported = (await import(entry)) as Record<string, unknown>;
      for (const [name, value] of Object.entries(exported)) if (isErrorClass(value)) classes.set(`${folder} ${name}`, value);
    }
  }
  return classes;
}

function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === 'function' && value.prototype instanceof Error;
}

describe('every error class that a package exports', () => {
  let classes: Map<string, ErrorClass>;
  beforeAll(async () => {
    classes = await exportedErrors();
    classes.delete('packages/tensors/errors AttuneError');
  });

  it('is found', () => {
    expect([...classes.keys()]).toEqual(expect.arrayContaining(['packages/files/data ImageError', 'packages/files/pretrained StorageFullError']));
  });

  it('has isInstance, and a code that is ATTUNE_ and words', () => {
    const lacking = [...classes].filter(([, { isInstance, code }]) => isInstance === undefined || !/^ATTUNE(_[A-Z]+)+$/u.test(code ?? ''));
    expect(lacking.map(([name]) => name)).toEqual([]);
  });

  it('has a code of its own', () => {
    const byCode = new Map<string, Set<ErrorClass>>();
    for (const error of classes.values()) byCode.set(error.code!, (byCode.get(error.code!) ?? new Set()).add(error));
    expect([...byCode].filter(([, sharing]) => sharing.size > 1).map(([code]) => code)).toEqual([]);
  });
});

it('an error of a second installed copy of a package is known', async () => {
  const first = await import('../packages/files/data/src/errors.ts');
  vi.resetModules();
  const second = await import('../packages/files/data/src/errors.ts');
  const error: unknown = new second.ImageError({ path: 'a.jpg', reason: 'it is cut off' });
  expect(error).not.toBeInstanceOf(first.ImageError);
  expect(first.ImageError.isInstance(error)).toBe(true);
  expect(first.DatasetError.isInstance(error)).toBe(false);
});
