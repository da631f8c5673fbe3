import { createRequire } from 'node:module';

/** Of this Attune. */
export function packageVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
}
