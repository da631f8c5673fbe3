import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../apps/cli/bin/attune.js', import.meta.url));

/** `attune web` in a process of its own. */
export interface WebServer {
  readonly server: ChildProcess;
  /** Ends in a slash. */
  readonly address: string;
  readonly port: number;
}

/** Starts `attune web` and waits until it has printed its address. */
export function startWebServer(...flags: string[]): Promise<WebServer> {
  const server = spawn(process.execPath, [command, 'web', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let printed = '';
    server.stderr.on('data', (chunk) => {
      printed += String(chunk);
      const [address, port] = /http:\/\/localhost:(\d+)\//u.exec(printed) ?? [];
      if (address !== undefined) resolve({ server, address, port: Number(port) });
    });
    server.once('exit', (code) => reject(new Error(`attune web ended with ${code}: ${printed}`)));
  });
}
