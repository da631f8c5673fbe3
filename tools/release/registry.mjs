// A registry on this machine: what is published to it stays in a folder, the rest comes from the
// registry that npm uses.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { installTool } from './tool.mjs';

/** The last that runs on Node 20. One of its dependencies is asked for by a tag that not every
 * registry has. */
const verdaccio = { name: 'verdaccio', version: '6.8.0', overrides: { 'node-fetch': '2.7.0' } };

/** Starts the registry; `storage` keeps what it has fetched and what is published. */
export async function startRegistry(storage) {
  const program = join(installTool(verdaccio), 'bin/verdaccio');
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  const config = join(storage, 'config.json');
  mkdirSync(storage, { recursive: true });
  writeFileSync(config, JSON.stringify(configOf(storage)));
  const server = spawn(process.execPath, [program, '--config', config, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => void (printed += text));
  await answering(`${address}-/ping`, server, () => printed);
  return { address, stop: () => void server.kill() };
}

function configOf(storage) {
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
  const ours = { access: '$all', publish: '$all' };
  return {
    storage: join(storage, 'packages'),
    uplinks: { upstream: { url: upstream, timeout: '120s', maxage: '60m' } },
    packages: { '@attune/*': ours, attune: ours, '**': { access: '$all', proxy: 'upstream' } },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
    max_body_size: '100mb',
    web: { enable: false },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answering(address, server, printed) {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.exitCode !== null) throw new Error(`The registry ended with ${server.exitCode}: ${printed()}`);
    if (
      await fetch(address).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The registry does not answer: ${printed()}`);
}
