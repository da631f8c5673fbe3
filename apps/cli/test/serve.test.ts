import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { freePort } from '../../../tools/testing/free-port.ts';
import { patience } from '../../../tools/testing/patience.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const cases = join(process.env['ATTUNE_DATA'] ?? '', '../cases');

interface Guess {
  readonly className: string;
  readonly probability: number;
}

interface Answer {
  readonly classes: readonly Guess[];
  readonly unknown: boolean | null;
  readonly energy: number;
  readonly similarity: number;
}

interface Failure {
  readonly error: { readonly code: string; readonly message: string };
}

let root: string;
/** Files of several formats, both classes among them, by their paths below the root. */
let photos: string[];
/** What `predict` takes each for. */
let expected: Map<string, Answer>;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
  const network = ['--arch', 'resnet20', '--weights', 'none', '--image-size', '32', '--batch-size', '8', '--recipe', 'head-only', '--backend', 'cpu'];
  const ran = await runAttune('finetune', 'colours', ...network, '--epochs', '1', '--no-report', '--out', 'run');
  expect(ran).toMatchObject({ code: 0 });
  photos = await writePhotos();
  expected = await predicted(photos);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

/** Noise over two colours, so that no two images are taken for the same with the same
 * probability. */
async function writePhotos(): Promise<string[]> {
  const names: string[] = [];
  await mkdir(join(root, 'photos'));
  for (const [index, format] of (['jpeg', 'png', 'webp', 'tiff', 'jpeg', 'png'] as const).entries()) {
    const data = Uint8Array.from(
      { length: 60 * 48 * 3 },
      (_, at) => ((index % 2 === 0 ? [210, 40, 30] : [30, 60, 200])[at % 3]! + ((at * (13 + index)) % 47)) & 255,
    );
    const name = `photos/${index}.${format}`;
    await sharp(data, { raw: { width: 60, height: 48, channels: 3 } })
      .toFormat(format)
      .toFile(join(root, name));
    names.push(name);
  }
  return [...names, 'colours/val/red/0.ppm', 'colours/val/blue/1.ppm'];
}

async function predicted(paths: readonly string[]): Promise<Map<string, Answer>> {
  const { stdout } = await runAttune('predict', 'run', ...paths, '--json', '--backend', 'wasm');
  const found = JSON.parse(stdout) as { path: string; top: { class: string; probability: number }[]; unknown: boolean; energy: number; similarity: number }[];
  return new Map(
    found.map(({ path, top, unknown, energy, similarity }) => [
      path,
      { classes: top.map(({ class: className, probability }) => ({ className, probability })), unknown, energy, similarity },
    ]),
  );
}

function expectSame(answer: Answer, path: string): void {
  const { classes, unknown, energy, similarity } = expected.get(path)!;
  expect(answer.classes.map(({ className }) => className)).toEqual(classes.map(({ className }) => className));
  answer.classes.forEach(({ probability }, index) => expect(probability, path).toBeCloseTo(classes[index]!.probability, 5));
  expect(answer.unknown).toBe(unknown);
  expect(answer.energy).toBeCloseTo(energy, 4);
  expect(answer.similarity).toBeCloseTo(similarity, 5);
}

const bytesOf = async (path: string) => new Uint8Array(await readFile(join(root, path)));

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
  readonly address: string;
  /** What it has written to stderr until now. */
  log(): string;
}

const started: ChildProcess[] = [];

/** `attune serve run` in a process of its own, once its log tells the port. */
async function serve(...flags: string[]): Promise<Server> {
  const env = { ...process.env, INIT_CWD: root };
  const child = spawn(process.execPath, [attune, 'serve', 'run', '--port', '0', '--backend', 'wasm', '--loader-threads', '1', ...flags], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let log = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const [, found] = /Server listening at http:\/\/[\d.]+:(\d+)/u.exec(log) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    child.once('close', (code) => reject(new Error(`attune serve ended with ${code}: ${log}`)));
  });
  return { child, port, address: `http://127.0.0.1:${port}`, log: () => log };
}

async function stop({ child, log }: Server): Promise<void> {
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, log()).toBe(0);
}

/** A request whose body is under way: half of it has been sent. */
interface HalfSent {
  readonly sending: ClientRequest;
  finish(): Promise<{ readonly status: number; readonly body: string; readonly headers: IncomingMessage['headers'] }>;
}

let halves = 0;

async function sendHalf({ port, log }: Server, bytes: Uint8Array): Promise<HalfSent> {
  const headers = { 'Content-Type': 'image/jpeg', 'Content-Length': bytes.length };
  const path = `/classify?half=${++halves}`;
  const sending = request({ port, host: '127.0.0.1', method: 'POST', path, headers });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => {});
  await new Promise<void>((resolve, reject) => sending.write(bytes.subarray(0, 100), (error) => (error ? reject(error) : resolve())));
  await vi.waitFor(() => expect(log()).toContain(`"${path}"`), patience);
  return {
    sending,
    finish: async () => {
      sending.end(bytes.subarray(100));
      const [response] = await answered;
      let body = '';
      for await (const chunk of response.setEncoding('utf8')) body += chunk;
      return { status: response.statusCode!, body, headers: response.headers };
    },
  };
}

const post = (address: string, body: RequestInit['body'], headers: Record<string, string> = {}) => fetch(address, { method: 'POST', body: body!, headers });

const postImage = async (address: string, path: string) => post(address, await bytesOf(path), { 'Content-Type': 'image/png' });

const postJson = (address: string, body: unknown) => post(address, JSON.stringify(body), { 'Content-Type': 'application/json' });

const base64Of = async (path: string) => Buffer.from(await bytesOf(path)).toString('base64');

/** With a file for each Blob and a field for each text. */
function form(...parts: readonly (readonly [string, string | Blob])[]): FormData {
  const data = new FormData();
  for (const [name, value] of parts) data.append(name, value);
  return data;
}

async function failureOf(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as Failure;
  return [response.status, error.code, error.message];
}

async function metricOf({ address }: Server, line: string): Promise<number> {
  const lines = (await (await fetch(`${address}/metrics`)).text()).split('\n');
  return Number(lines.find((one) => one.startsWith(`${line} `))?.slice(line.length + 1) ?? NaN);
}

/** Bytes that are called an image and are none that can be read. */
async function hostileImages(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const jpeg = await bytesOf('photos/0.jpeg');
  const png = await bytesOf('photos/1.png');
  const giantPng = png.slice();
  new DataView(giantPng.buffer).setUint32(16, 60_000);
  new DataView(giantPng.buffer).setUint32(20, 60_000);
  return new Map([
    ['a JPEG that is cut short', jpeg.slice(0, jpeg.length / 2)],
    ['a PNG that is cut short', png.slice(0, png.length / 2)],
    ['a PNG whose header promises 3.6 billion pixels', giantPng],
    ['a PPM whose header promises 10 billion pixels', Buffer.from('P6\n99999 99999\n255\nxyz')],
    ['text', Buffer.from('this is no image')],
    ['an archive', Buffer.from('PK\u0003\u0004 and what follows')],
    ['one byte', Buffer.of(0xff)],
  ]);
}

describe('attune serve', () => {
  let server: Server;

  beforeAll(async () => {
    server = await serve();
  });

  afterAll(() => stop(server));

  it('takes an image for what predict takes it for, as a body, in JSON, and in a form', async () => {
    for (const path of photos) {
      const responses = [
        await postImage(`${server.address}/classify`, path),
        await postJson(`${server.address}/classify`, { image: await base64Of(path) }),
        await postJson(`${server.address}/classify`, { image: `data:image/png;base64,${await base64Of(path)}` }),
        await post(`${server.address}/classify`, form(['image', new Blob([await bytesOf(path)])])),
      ];
      for (const response of responses) {
        expect(response.status).toBe(200);
        expectSame((await response.json()) as Answer, path);
      }
    }
  });

  it('answers several images in their order, with names where files have them, and says which cannot be read', async () => {
    const seen = () => Promise.all(['count', 'sum'].map((of) => metricOf(server, `attune_batch_images_${of}`)));
    const before = await seen();
    const inForm = new FormData();
    for (const path of photos) inForm.append('images', new Blob([await bytesOf(path)]), path.replace(/.*\//u, ''));
    inForm.append('images', new Blob(['nothing']), 'broken.jpg');
    const { images } = (await (await post(`${server.address}/classify`, inForm)).json()) as { images: (Answer & Failure & { name: string })[] };
    expect(images.map(({ name }) => name)).toEqual([...photos.map((path) => path.replace(/.*\//u, '')), 'broken.jpg']);
    photos.forEach((path, index) => expectSame(images[index]!, path));
    expect(images.at(-1)).toMatchObject({ error: { code: 'unreadable-image', message: expect.stringContaining('cannot be decoded') } });
    expect((await seen()).map((value, index) => value - before[index]!)).toEqual([1, photos.length + 1]); // in one batch
    const inJson = await postJson(`${server.address}/classify`, { images: await Promise.all(photos.map(base64Of)) });
    const answers = (await inJson.json()) as { images: Answer[] };
    photos.forEach((path, index) => expectSame(answers.images[index]!, path));
  });

  it('answers 100 requests at once, each with its own image, refuses the hostile ones among them, and counts both', async () => {
    const hostile = [...(await hostileImages())];
    const before = await Promise.all(['classified', 'refused'].map((outcome) => metricOf(server, `attune_images_total{outcome="${outcome}"}`)));
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const path = photos[index % photos.length]!;
        const [name, bytes] = hostile[index % hostile.length]!;
        const [good, bad] = await Promise.all([
          postImage(`${server.address}/classify`, path),
          post(`${server.address}/classify`, bytes, { 'Content-Type': 'image/jpeg' }),
        ]);
        expect(good.status).toBe(200);
        expectSame((await good.json()) as Answer, path);
        return [name, await failureOf(bad)] as const;
      }),
    );
    for (const [name, failure] of answers) expect(failure, name).toEqual([422, 'unreadable-image', expect.stringMatching(/cannot be decoded: .{5}/u)]);
    const messageOf = (part: string) => answers.find(([name]) => name.includes(part))![1][2];
    expect(messageOf('3.6 billion')).toMatch(/60000 × 60000|3,?600,?000,?000/u);
    expect(messageOf('3.6 billion')).not.toContain('maxPixels');
    const after = await Promise.all(['classified', 'refused'].map((outcome) => metricOf(server, `attune_images_total{outcome="${outcome}"}`)));
    expect(after.map((count, index) => count - before[index]!)).toEqual([100, 100]);
    expect(await metricOf(server, 'attune_waiting_images')).toBe(0);
  });

  it('draws Grad-CAM over what the network sees, of the class that is asked for', async () => {
    const explained = async (query: string) => {
      const response = await postImage(`${server.address}/explain${query}`, photos[0]!);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
      return Buffer.from(await response.arrayBuffer());
    };
    const [likely, red, blue] = [await explained(''), await explained('?class=red'), await explained('?class=blue')];
    expect(await sharp(likely).metadata()).toMatchObject({ format: 'png', width: 224, height: 224 });
    const [{ className }] = expected.get(photos[0]!)!.classes as [Guess];
    expect(likely.equals(className === 'red' ? red : blue)).toBe(true);
    await runAttune('explain', 'run', photos[0]!, '--methods', 'gradcam', '--out', 'explained', '--backend', 'wasm');
    const file = readdirSync(join(root, 'explained')).find((name) => name.endsWith('gradcam.png'));
    expect(likely.equals(await readFile(join(root, 'explained', file!)))).toBe(true);
    expect(await failureOf(await postImage(`${server.address}/explain?class=green`, photos[0]!))).toEqual([
      400,
      'malformed',
      expect.stringContaining('"green"'),
    ]);
    expect(await failureOf(await post(`${server.address}/explain`, 'nothing', { 'Content-Type': 'image/png' }))).toEqual([
      422,
      'unreadable-image',
      expect.any(String),
    ]);
    expect((await failureOf(await postJson(`${server.address}/explain`, { images: [await base64Of(photos[0]!)] })))[0]).toBe(400);
  });

  it('refuses what it does not serve, each with a status, a code and words', async () => {
    expect(await failureOf(await fetch(`${server.address}/nothing?x=1`))).toEqual([
      404,
      'not-found',
      'There is no /nothing: /openapi.json lists what there is.',
    ]);
    const wrongMethod = await fetch(`${server.address}/classify`);
    expect(wrongMethod.headers.get('allow')).toBe('POST');
    expect(await failureOf(wrongMethod)).toEqual([405, 'method-not-allowed', 'GET /classify is not served: use POST.']);
    expect((await failureOf(await fetch(`${server.address}/health`, { method: 'DELETE' })))[0]).toBe(405);
    expect((await failureOf(await fetch(`${server.address}/%zz`)))[0]).toBe(400);
    const refused = async (body: RequestInit['body'], type: string) =>
      (await failureOf(await post(`${server.address}/classify`, body, { 'Content-Type': type }))).slice(0, 2);
    expect(await refused('hello', 'text/plain')).toEqual([415, 'unsupported-type']);
    expect(await refused('', 'image/png')).toEqual([400, 'malformed']);
    expect(await refused('{', 'application/json')).toEqual([400, 'malformed']);
    expect(await refused('--x', 'multipart/form-data; boundary=x')).toEqual([400, 'malformed']);
    const cutInPart = '--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nhalf an image';
    expect(await refused(cutInPart, 'multipart/form-data; boundary=x')).toEqual([400, 'malformed']);
    for (const body of [{}, [], 1, { image: 1 }, { images: [] }, { image: '' }, { image: 'no base64!' }, { image: 'AAAA', more: 1 }])
      expect(await refused(JSON.stringify(body), 'application/json'), JSON.stringify(body)).toEqual([400, 'malformed']);
  });

  it('refuses forms whose fields are called otherwise, or hold text, or several files as one image', async () => {
    const image = new Blob([await bytesOf(photos[0]!)]);
    for (const body of [form(['photo', image]), form(['image', 'text']), form(['image', image], ['image', image]), form()])
      expect((await failureOf(await post(`${server.address}/classify`, body))).slice(0, 2)).toEqual([400, 'malformed']);
  });

  it.each([
    ['what is not HTTP', 'hello\r\n\r\n', [400, 'malformed']],
    ['headers above 16 KiB', `GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, [431, 'headers-too-large']],
  ])('refuses %s in the words of every other refusal', async (_what, sent, refusal) => {
    const answer = await textOf(connect(server.port, '127.0.0.1').end(sent));
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect([Number(head.split(' ')[1]), (JSON.parse(body) as Failure).error.code]).toEqual(refusal);
  });

  it('answers a Host that is this machine only, so that no page elsewhere reaches it under another', async () => {
    const asked = request({ port: server.port, host: '127.0.0.1', path: '/openapi.json', headers: { Host: 'evil.example' } }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(421);
  });

  it('describes each of its routes in OpenAPI, and is healthy', async () => {
    const { paths, openapi } = (await (await fetch(`${server.address}/openapi.json`)).json()) as { paths: Record<string, object>; openapi: string };
    expect(openapi).toBe('3.1.0');
    expect(Object.entries(paths).map(([path, methods]) => [path, ...Object.keys(methods)])).toEqual([
      ['/classify', 'post'],
      ['/explain', 'post'],
      ['/health', 'get'],
      ['/metrics', 'get'],
      ['/openapi.json', 'get'],
    ]);
    expect(await (await fetch(`${server.address}/health`)).json()).toEqual({ status: 'ok', waiting: 0 });
  });

  it('logs each request as a line of JSON', async () => {
    const path = `/logged-${server.port}`;
    await fetch(server.address + path);
    await vi.waitFor(() => expect(server.log()).toMatch(new RegExp(`"${path}".*\n`, 'u')), patience);
    const lines = server.log().split('\n').slice(0, -1); // the last may be under way
    const entries = lines.map((line) => JSON.parse(line) as { req?: { url: string } });
    expect(entries.filter(({ req }) => req?.url === path)).toHaveLength(1);
  });

  const images = join(cases, 'files/img');

  it.skipIf(process.env['ATTUNE_DATA'] === undefined || !existsSync(images))(
    'reads or refuses every image of bug reports, and serves others meanwhile',
    async () => {
      const files = readdirSync(images).filter((name) => statSync(join(images, name)).isFile() && statSync(join(images, name)).size > 0);
      expect(files.length).toBeGreaterThan(10);
      for (const name of files) {
        const bytes = readFileSync(join(images, name));
        const [one, other] = await Promise.all([
          post(`${server.address}/classify`, bytes, { 'Content-Type': 'image/png' }),
          postImage(`${server.address}/classify`, photos[1]!),
        ]);
        expect([200, 413, 422], name).toContain(one.status);
        await one.text();
        expectSame((await other.json()) as Answer, photos[1]!);
      }
    },
  );
});

describe('attune serve with limits', () => {
  let server: Server;

  beforeAll(async () => {
    server = await serve('--max-bytes', '4000', '--max-waiting', '1', '--max-pixels', '2000');
  });

  afterAll(() => stop(server));

  it('answers 413 to a body that is larger, in whatever form', async () => {
    const large = new Uint8Array(5000).fill(1);
    const inForm = form(['image', new Blob([large])]);
    const chunked = new ReadableStream({ start: (controller) => (controller.enqueue(large), controller.close()) });
    for (const body of [large, inForm]) {
      const headers: Record<string, string> = body === large ? { 'Content-Type': 'image/png' } : {};
      expect(await failureOf(await post(`${server.address}/classify`, body, headers))).toEqual([413, 'too-large', expect.stringContaining('4000 bytes')]);
    }
    const streamed = await fetch(`${server.address}/classify`, {
      method: 'POST',
      body: chunked,
      headers: { 'Content-Type': 'image/png' },
      duplex: 'half',
    } as RequestInit);
    expect((await failureOf(streamed)).slice(0, 2)).toEqual([413, 'too-large']);
  });

  it('answers 422 to an image of more pixels', async () => {
    expect(await failureOf(await postImage(`${server.address}/classify`, photos[0]!))).toEqual([422, 'unreadable-image', expect.stringMatching(/2,?000/u)]);
  });

  it('answers 429 with Retry-After while as many requests are under way, and serves them', async () => {
    const image = Buffer.concat([Buffer.from('P6\n40 20\n255\n'), Buffer.alloc(2400, 60)]);
    const first = await sendHalf(server, image);
    const second = await post(`${server.address}/classify`, image, { 'Content-Type': 'image/png' });
    expect(second.headers.get('retry-after')).toBe('1');
    expect((await failureOf(second)).slice(0, 2)).toEqual([429, 'busy']);
    expect((await fetch(`${server.address}/health`)).status).toBe(200);
    expect(await first.finish()).toMatchObject({ status: 200, body: expect.stringContaining('"classes"') });
    await vi.waitFor(async () => expect((await post(`${server.address}/classify`, image, { 'Content-Type': 'image/png' })).status).toBe(200), patience);
  });

  it('holds no place for who has gone', async () => {
    const image = Buffer.concat([Buffer.from('P6\n30 30\n255\n'), Buffer.alloc(2700, 90)]);
    const gone = await sendHalf(server, image);
    gone.sending.on('error', () => {});
    gone.sending.destroy();
    await vi.waitFor(async () => expect((await post(`${server.address}/classify`, image, { 'Content-Type': 'image/png' })).status).toBe(200), patience);
  });
});

describe('attune serve with a token', () => {
  it('is required beyond loopback', async () => {
    vi.stubEnv('ATTUNE_TOKEN', '');
    const { code, stderr } = await runAttune('serve', 'run', '--host', '0.0.0.0', '--port', '0');
    expect([code, stderr]).toEqual([2, expect.stringContaining('requests must carry a token: set ATTUNE_TOKEN or --token, or listen on 127.0.0.1.')]);
  });

  it('answers those who carry it, whatever Host they ask for, and tells the others nothing but that it is up', async () => {
    const server = await serve('--host', '0.0.0.0', '--token', 'a secret of its own'.replaceAll(' ', '-'));
    const ask = async (path: string, headers: Record<string, string> = {}) => (await fetch(server.address + path, { headers })).status;
    expect(await ask('/health')).toBe(200);
    for (const path of ['/metrics', '/openapi.json', '/nothing']) expect(await ask(path), path).toBe(401);
    expect(await ask('/metrics', { Authorization: 'Bearer a-secret-of-its' })).toBe(401);
    expect(await ask('/metrics', { Authorization: 'Basic a-secret-of-its-own' })).toBe(401);
    expect(await ask('/metrics', { Authorization: 'Bearer a-secret-of-its-own' })).toBe(200);
    const refused = await post(`${server.address}/classify`, await bytesOf(photos[0]!), { 'Content-Type': 'image/png' });
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect((await failureOf(refused)).slice(0, 2)).toEqual([401, 'unauthorized']);
    const served = await post(`${server.address}/classify`, await bytesOf(photos[0]!), {
      'Content-Type': 'image/png',
      Authorization: 'Bearer a-secret-of-its-own',
    });
    expectSame((await served.json()) as Answer, photos[0]!);
    expect(server.log()).not.toContain('a-secret');
    await stop(server);
  });
});

describe('the end of attune serve', () => {
  afterEach(() => started.splice(0).forEach((child) => void (child.exitCode === null && child.kill('SIGKILL'))));

  it.each(['SIGTERM', 'SIGINT'] as const)('%s lets a request under way be answered, takes no others, and ends with 0', async (signal) => {
    const server = await serve();
    const ended = once(server.child, 'close') as Promise<[number | null]>;
    const half = await sendHalf(server, await bytesOf(photos[0]!));
    server.child.kill(signal);
    await vi.waitFor(async () => expect(fetch(`${server.address}/health`)).rejects.toThrow(), patience);
    const { status, body, headers } = await half.finish();
    expect([status, headers.connection]).toEqual([200, 'close']);
    expectSame(JSON.parse(body) as Answer, photos[0]!);
    expect((await ended)[0], server.log()).toBe(0);
  });

  it('--quiet logs nothing', async () => {
    const port = await freePort();
    const child = spawn(process.execPath, [attune, 'serve', 'run', '--port', String(port), '--backend', 'wasm', '--loader-threads', '0', '--quiet', '--json'], {
      env: { ...process.env, INIT_CWD: root },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    const written = { out: '', err: '' };
    child.stdout.on('data', (chunk) => void (written.out += String(chunk)));
    child.stderr.on('data', (chunk) => void (written.err += String(chunk)));
    await vi.waitFor(async () => expect((await postImage(`http://127.0.0.1:${port}/classify`, photos[0]!)).status).toBe(200), patience);
    expect(written.err).toBe('');
    child.kill('SIGTERM');
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(JSON.parse(written.out)).toEqual({ address: `http://127.0.0.1:${port}/` });
  });

  it('a port that is taken is refused in words', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await runAttune('serve', 'run', '--port', String(port), '--backend', 'cpu', '--quiet');
    other.close();
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Port ${port} of 127.0.0.1 is not available (EADDRINUSE): choose another --port or --host.`)]);
  });
});

describe('attune serve without serving', () => {
  it('--dockerfile prints a Dockerfile that serves the run on every address with a check of its health', async () => {
    const { code, stdout } = await runAttune('serve', '--dockerfile');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^FROM node:\d+-slim$/mu);
    expect(stdout).toMatch(/^ENTRYPOINT \["attune", "serve", "\/srv\/attune\/run", "--host", "0\.0\.0\.0"/mu);
    expect(stdout).toMatch(/^USER node$/mu);
    expect(stdout).toContain('/health');
  });

  it('--systemd prints a unit that serves the run, whose path is written as systemd reads it', async () => {
    expect((await runAttune('serve', '--systemd')).stdout).toMatch(/^ExecStart=\/usr\/bin\/env attune serve \/srv\/attune\/run /mu);
    const { stdout } = await runAttune('serve', '/srv/my 100% "run"', '--systemd');
    expect(stdout).toMatch(/^ExecStart=\/usr\/bin\/env attune serve "\/srv\/my 100%% \\"run\\"" /mu);
  });

  it('says what is missing when there is no run', async () => {
    expect(await runAttune('serve')).toMatchObject({ code: 2, stderr: expect.stringContaining('name a run') });
  });
});
