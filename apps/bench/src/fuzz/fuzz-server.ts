import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { seededRandom } from '@attune/nn';

import { attuneCommand } from '../kill/attune-process.ts';
import { writeColourImages } from '../kill/colour-images.ts';
import { makeRun, runName } from './hostile-places.ts';
import { hostileRequest } from './hostile-request.ts';
import { hostileUpload } from './hostile-upload.ts';

export interface ServerFuzzResult {
  readonly requests: number;
  /** Answers by their status; `closed` where the server ended the connection without one. */
  readonly answers: Readonly<Record<string, number>>;
  /** What must not be: a 5xx, an answer that is no HTTP, a server that ended. */
  readonly faults: readonly string[];
}

/** How long a request that was cut waits for its rest, at least, before the connection is half
 * closed: twice as long as a right request takes, since the server gives up one that it is
 * answering then. */
const waitMilliseconds = 60;
const mostFaults = 20;

export interface ServerFuzz {
  readonly requests: number;
  readonly seed: number;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** A server that is attacked. */
interface Attacked {
  readonly server: ChildProcess;
  readonly port: number;
  hostile(random: () => number): Uint8Array;
  /** What it answers with 200, whatever came before. */
  readonly right: Uint8Array;
}

/** Sends mutated requests to an `attune web` of its own, on this machine, one after another. */
export async function fuzzServer(fuzz: ServerFuzz): Promise<ServerFuzzResult> {
  const started = await startServer(['web'], process.cwd());
  const { port } = started;
  return attack({ ...started, hostile: (random) => hostileRequest(port, random), right: asked(port, 'GET / HTTP/1.1') }, fuzz);
}

/** The same to an `attune serve` of a small run: images in all their forms. */
export async function fuzzService(fuzz: ServerFuzz): Promise<ServerFuzzResult> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-fuzz-serve-'));
  try {
    await writeColourImages(join(folder, 'images'), { train: 2, val: 1 });
    await promisify(execFile)(process.execPath, [attuneCommand, ...makeRun], { cwd: folder, env: { ...process.env, INIT_CWD: folder } });
    const image = await readFile(join(folder, 'images/val/red/0.ppm'));
    const started = await startServer(['serve', runName, '--port', '0', '--backend', 'cpu', '--loader-threads', '0'], folder);
    const { port } = started;
    const right = Buffer.concat([asked(port, 'POST /classify HTTP/1.1', 'Content-Type: image/png', `Content-Length: ${image.length}`), image]);
    return await attack({ ...started, hostile: (random) => hostileUpload(port, image, random), right }, fuzz);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function asked(port: number, line: string, ...headers: readonly string[]): Buffer {
  return Buffer.from([line, `Host: localhost:${port}`, ...headers, 'Connection: close', '', ''].join('\r\n'));
}

async function attack({ server, port, hostile, right }: Attacked, { requests, seed, onProgress }: ServerFuzz): Promise<ServerFuzzResult> {
  const random = seededRandom(seed);
  const answers: Record<string, number> = {};
  const faults: string[] = [];
  try {
    const started = performance.now();
    await exchange(port, right);
    const wait = Math.max(waitMilliseconds, 2 * (performance.now() - started));
    for (let index = 0; index < requests && faults.length < mostFaults && server.exitCode === null; index++) {
      const bytes = hostile(random);
      const status = statusOf(await exchange(port, bytes, wait));
      answers[status] = (answers[status] ?? 0) + 1;
      if (/^(?:5|not)/u.test(status)) faults.push(`${status}: ${JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 600))}`);
      if (index % 1000 === 999) onProgress?.(index + 1);
    }
    const last = statusOf(await exchange(port, right));
    if (server.exitCode !== null || last !== '200') faults.push(`After all of them a right request is answered with ${last}; exit code ${server.exitCode}.`);
  } finally {
    server.kill('SIGINT');
  }
  return { requests, answers, faults };
}

function startServer(words: readonly string[], folder: string): Promise<Pick<Attacked, 'server' | 'port'>> {
  const env = { ...process.env, INIT_CWD: folder };
  const server = spawn(process.execPath, [attuneCommand, ...words], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (chunk) => {
      if (said.length < 10_000) said += String(chunk);
      const port = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/u.exec(said)?.[1];
      if (port !== undefined) resolve({ server, port: Number(port) });
    });
    server.once('exit', () => reject(new Error(`attune ${words[0]} ended: ${said}`)));
  });
}

/** What a server answers to these bytes, or nothing: a request that is cut is waited for so many
 * milliseconds. A right one is waited for without end. */
function exchange(port: number, bytes: Uint8Array, wait = 0): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(bytes));
    socket.setEncoding('latin1').setTimeout(wait, () => (socket.writableEnded ? socket.destroy() : socket.end()));
    socket.on('data', (text: string) => void (answer += text));
    socket.on('error', () => {}); // a connection that the server resets is an answer as well
    socket.on('close', () => resolve(answer));
  });
}

function statusOf(answer: string): string {
  const final = answer.split('HTTP/1.1 100 Continue\r\n\r\n').at(-1)!;
  if (final === '') return 'closed';
  return /^HTTP\/1\.1 (\d{3}) /u.exec(final)?.[1] ?? `not HTTP: ${JSON.stringify(answer.slice(0, 80))}`;
}
