import { appendFile, readFile } from 'node:fs/promises';

import autocannon from 'autocannon';

import { BenchError } from '../bench-error.ts';
import { describeHost } from '../measure/machine.ts';
import { watchMemory } from '../queue/memory-watch.ts';
import { markdownTable } from '../report.ts';
import { hostileFiles, modelOf, photosOf } from '../serving/photos.ts';
import { serveModel } from '../serving/served-process.ts';
import { userPath } from '../user-path.ts';

export interface ServeOptions {
  readonly data: string;
  readonly clients: number;
  readonly seconds: number;
  readonly log?: string | undefined;
}

/** Photos that clients send in turn: as many as fit a body each, so that the network is not always
 * shown the same. */
const photosSent = 50;
/** Seconds that a client waits for an answer. */
const patience = 60;

/** Loads `attune serve` from clients that each send a photo as soon as the last is answered, while
 * others send hostile files. Clients and server share the machine.
 *
 * @throws {BenchError} when an answer is missing or wrong. */
export async function serve({ data, clients, seconds, log }: ServeOptions): Promise<void> {
  const folder = userPath(data);
  const photos = (await photosOf(folder)).slice(0, photosSent);
  const server = await serveModel(modelOf(folder), ['--max-waiting', `${2 * clients}`]);
  const hostileClients = Math.max(1, Math.round(clients / 10));
  const memory = watchMemory(server.pid);
  const [good, hostile] = await Promise.all([
    shoot(server.address, { clients: clients - hostileClients, seconds, bodies: await Promise.all(photos.map((path) => readFile(path))) }),
    shoot(server.address, { clients: hostileClients, seconds, bodies: await hostileFiles(photos[0]!) }),
  ]);
  const quarters = memory.stop();
  const code = await server.stop();
  const line = {
    date: new Date().toISOString(),
    machine: describeHost(),
    clients,
    seconds,
    good: summaryOf(good),
    hostile: summaryOf(hostile),
    memory: quarters,
    exitCode: code,
  };
  if (log !== undefined) await appendFile(userPath(log), `${JSON.stringify(line)}\n`);
  process.stdout.write(`${describe(line)}\n`);
  const lost = good.errors + good.timeouts + good.non2xx + hostile.errors + hostile.timeouts + hostile['2xx'] + hostile['5xx'];
  if (lost > 0 || code !== 0) throw new BenchError(`${lost} answers are missing or wrong; attune serve ended with ${code}.`);
}

interface Shots {
  readonly clients: number;
  readonly seconds: number;
  readonly bodies: readonly Buffer[];
}

async function shoot(address: string, { clients, seconds, bodies }: Shots): Promise<autocannon.Result> {
  const headers = { 'content-type': 'image/jpeg' };
  const requests = bodies.map((body) => ({ method: 'POST' as const, path: '/classify?top=1', headers, body }));
  return autocannon({ url: address, connections: clients, duration: seconds, timeout: patience, requests });
}

interface Summary {
  readonly answered: number;
  readonly wrong: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

function summaryOf({ '2xx': right, non2xx, errors, timeouts, requests, latency }: autocannon.Result): Summary {
  return { answered: right + non2xx, wrong: errors + timeouts, perSecond: requests.average, median: latency.p50, p99: latency.p99 };
}

function describe({
  clients,
  seconds,
  good,
  hostile,
  memory,
}: {
  readonly clients: number;
  readonly seconds: number;
  readonly good: Summary;
  readonly hostile: Summary;
  readonly memory: readonly number[];
}): string {
  const row = (name: string, { answered, wrong, perSecond, median, p99 }: Summary) => [
    name,
    `${answered}`,
    `${wrong}`,
    perSecond.toFixed(1),
    `${median} ms`,
    `${p99} ms`,
  ];
  const table = markdownTable(['', 'answered', 'lost', 'per second', 'median', 'p99'], [row('photos', good), row('hostile files', hostile)]);
  return `${clients} clients for ${seconds} s\n\n${table}\n\nlargest memory in each quarter: ${memory.map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`).join(', ')}`;
}
