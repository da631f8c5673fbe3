import * as z from 'zod';

import { type Content, contentOf } from '../content.ts';

const file = z.strictObject({
  path: z.string().refine(isBelow, 'leads out of its folder'),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
});

const manifest = z.strictObject({ format: z.literal(1), files: z.array(file) });

/** Where the list of some content's files lies in a store, and a file. */
export const storeKeys = {
  manifest: (digest: string) => `manifests/${digest}.json`,
  object: (sha256: string) => `objects/${sha256}`,
} as const;

export function writeManifest({ files }: Pick<Content, 'files'>): string {
  return JSON.stringify({ format: 1, files });
}

/** Null of a text that is not the list of files which has this digest, or names a path outside its
 * folder. */
export function readManifest(text: string, digest: string): Content | null {
  try {
    const content = contentOf(manifest.parse(JSON.parse(text)).files);
    return content.digest === digest ? content : null;
  } catch {
    return null;
  }
}

/** Whether a path of a list stays in its folder, on every system. */
export function isBelow(path: string): boolean {
  if (path === '') return true;
  return path.split('/').every((name) => !['', '.', '..'].includes(name) && !/[\\:\0]/u.test(name));
}
