import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { BenchError } from '../bench-error.ts';
import { attuneCommand } from '../kill/attune-process.ts';

interface ServedProcess {
  readonly pid: number;
  readonly address: string;
  /** Ends it as Ctrl-C does; gives its exit code. */
  stop(): Promise<number | null>;
}

/** `attune serve` in a process of its own, once it is healthy.
 *
 * @throws {BenchError} when it ends before. */
export async function serveModel(model: string, flags: readonly string[]): Promise<ServedProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [attuneCommand, 'serve', model, '--port', `${port}`, '--quiet', ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve));
  const address = `http://127.0.0.1:${port}`;
  while (!(await isHealthy(address))) {
    if (child.exitCode !== null) throw new BenchError(`attune serve ended with ${child.exitCode}.`);
    await wait(200);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { pid: child.pid!, address, stop };
}

async function isHealthy(address: string): Promise<boolean> {
  return fetch(`${address}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
