import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';

import { seededRandom } from '@attune/nn';

import { attuneCommand } from '../kill/attune-process.ts';
import { hostileRequest } from './hostile-request.ts';

export interface ServerFuzzResult {
  readonly requests: number;
  /** Answers by their status; `closed` where the server ended the connection without one. */
  readonly answers: Readonly<Record<string, number>>;
  /** What must not be: a 5xx, an answer that is no HTTP, a server that ended. */
  readonly faults: readonly string[];
}

/** How long a request that was cut waits for its rest before the connection is half closed. */
const waitMilliseconds = 60;
const mostFaults = 20;

/** Sends mutated requests to an `attune web` of its own, on this machine, one after another. */
export async function fuzzServer({
  requests,
  seed,
  onProgress,
}: {
  readonly requests: number;
  readonly seed: number;
  readonly onProgress?: ((done: number) => void) | undefined;
}): Promise<ServerFuzzResult> {
  const random = seededRandom(seed);
  const { server, port } = await startServer();
  const answers: Record<string, number> = {};
  const faults: string[] = [];
  try {
    for (let index = 0; index < requests && faults.length < mostFaults && server.exitCode === null; index++) {
      const bytes = hostileRequest(port, random);
      const status = statusOf(await exchange(port, bytes));
      answers[status] = (answers[status] ?? 0) + 1;
      if (/^(?:5|not)/u.test(status)) faults.push(`${status}: ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`);
      if (index % 1000 === 999) onProgress?.(index + 1);
    }
    const last = statusOf(await exchange(port, Buffer.from(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`)));
    if (server.exitCode !== null || last !== '200') faults.push(`After all of them the page is answered with ${last}; exit code ${server.exitCode}.`);
  } finally {
    server.kill('SIGINT');
  }
  return { requests, answers, faults };
}

function startServer(): Promise<{ readonly server: ChildProcess; readonly port: number }> {
  const server = spawn(process.execPath, [attuneCommand, 'web'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (chunk) => {
      said += String(chunk);
      const port = /http:\/\/localhost:(\d+)\//u.exec(said)?.[1];
      if (port !== undefined) resolve({ server, port: Number(port) });
    });
    server.once('exit', () => reject(new Error(`attune web ended: ${said}`)));
  });
}

/** What a server answers to these bytes, or nothing: a request that is cut is waited for. */
function exchange(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(bytes));
    socket.setEncoding('latin1').setTimeout(waitMilliseconds, () => (socket.writableEnded ? socket.destroy() : socket.end()));
    socket.on('data', (text: string) => void (answer += text));
    socket.on('error', () => {}); // a connection that the server resets is an answer as well
    socket.on('close', () => resolve(answer));
  });
}

function statusOf(answer: string): string {
  if (answer === '') return 'closed';
  return /^HTTP\/1\.1 (\d{3}) /u.exec(answer)?.[1] ?? `not HTTP: ${JSON.stringify(answer.slice(0, 80))}`;
}
