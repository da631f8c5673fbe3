// Reads the manifest of every published package by publint's rules, against what is built. The
// tarballs themselves are looked at where they are made: published.test of the command.
import { join } from 'node:path';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { root } from './process.mjs';
import { readJson, workspaces } from './workspaces.mjs';

const published = workspaces().filter((folder) => !readJson(`${folder}/package.json`).private);
const faults = (await Promise.all(published.map(faultsOf))).flat();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

async function faultsOf(folder) {
  const { messages, pkg } = await publint({ pkgDir: join(root, folder), pack: false, strict: true });
  return messages.map((message) => `${folder}/package.json: ${formatMessage(message, pkg, { color: false })}`);
}
