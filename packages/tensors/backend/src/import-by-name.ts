import type { ImportPackage } from './backend-host.ts';

/** Imports a package that only Node can have and its user installs. No bundler sees it: an `import`
 * of what may be missing is a warning in most of them. */
export const importByName: ImportPackage = async (specifier) => {
  const { createRequire } = process.getBuiltinModule('node:module');
  return createRequire(import.meta.url)(specifier) as unknown;
};
