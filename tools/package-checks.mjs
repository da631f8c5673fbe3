// Looks at every package as a user would get it: packed, and read by publint's rules.
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
  const { messages, pkg } = await publint({ pkgDir: join(root, folder), pack: 'npm', strict: true });
  return messages.map((message) => `${folder}/package.json: ${formatMessage(message, pkg, { color: false })}`);
}
