import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { installTool } from './tool.mjs';

const attw = { name: '@arethetypeswrong/core', version: '0.18.5' };

/** Ways to resolve a package that Attune is not for: its packages are ES modules with `exports`. */
const otherWays = new Set(['node10', 'node16-cjs']);

/** What publint and are-the-types-wrong (its profile for ES modules) find in a tarball. */
export async function tarballFaults(file) {
  const bytes = readFileSync(file);
  const name = basename(file);
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  const { checkPackage, createPackageFromTarballData } = await import(pathToFileURL(join(installTool(attw), 'dist/index.js')));
  const { problems = [] } = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  // Weights are a file to find, and no module that could have types.
  const wrong = problems.filter(({ resolutionKind, entrypoint }) => !otherWays.has(resolutionKind) && !entrypoint.endsWith('.safetensors'));
  return [
    ...messages.map((message) => `${name}: ${formatMessage(message, pkg, { color: false })}`),
    ...wrong.map(({ kind, entrypoint, resolutionKind }) => `${name}: ${kind} at ${entrypoint} (${resolutionKind})`),
  ];
}
