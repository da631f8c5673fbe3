import { execFile, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('next', import.meta.url));
const shared = fileURLToPath(new URL('programs/shared.js', import.meta.url));

/** What a site of Next installs beside `attune`. */
export const nextPackages = { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' };

const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

/** Puts the site into a folder where those packages are installed, and builds it.
 *
 * @returns {Promise<{ readonly code: number, readonly printed: string }>} the exit
 * status, and what was printed. */
export function buildNext(home) {
  cpSync(sources, home, { recursive: true });
  cpSync(shared, join(home, 'shared.js'));
  return new Promise((resolve) => {
    execFile(process.execPath, [program(home), 'build'], { cwd: home, encoding: 'utf8', env: environment }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, printed: stdout + stderr });
    });
  });
}

/** Serves the built site on this machine, at a port that is free.
 *
 * @returns {Promise<{ readonly address: string, readonly stop: () => Promise<void> }>} */
export async function serveNext(home) {
  const server = spawn(process.execPath, [program(home), 'start', '--hostname', '127.0.0.1', '--port', '0'], { cwd: home, env: environment });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const stop = async () => {
    server.kill();
    await ended;
  };
  return { address: await addressOf(server), stop };
}

/** Where it says that it listens; it says so once it does. */
function addressOf(server) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (text) => {
      printed += text;
      const found = /Local:\s+(?<address>http:\/\/\S+)/u.exec(printed)?.groups.address;
      if (found !== undefined && printed.includes('Ready')) resolve(found);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', (code) => reject(new Error(`Next ended with ${code}: ${printed}`)));
  });
}

function program(home) {
  return join(home, 'node_modules/next/dist/bin/next');
}
