import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { hasChromium, runInChromium } from '../../../../../tools/testing/chromium.ts';
import { weightsReference } from '../../src/index.ts';
import { FileServer, goOn } from '../../../../../tools/testing/file-server.ts';
import type { Fetched, Step } from './worker.ts';

const entry = fileURLToPath(new URL('worker.ts', import.meta.url));
/** Its "browser" field names this file, which esbuild does not apply to what `exports` found. */
const alias = { '@huggingface/hub': fileURLToPath(new URL('../../node_modules/@huggingface/hub/dist/browser/index.mjs', import.meta.url)) };
const contents = randomBytes(3_000_000);
const hash = createHash('sha256').update(contents).digest('hex');
const named = `net-${hash.slice(0, 8)}.pth`;

let server: FileServer;
beforeEach(async () => {
  server = await new FileServer(contents).start();
});
afterEach(() => server.stop());

const step = (file: string, rest: Omit<Step, 'reference'> = {}): Step => ({ reference: weightsReference(`${server.address}/${file}`), ...rest });
const run = (steps: readonly Step[], quotaBytes?: number) =>
  runInChromium<readonly Fetched[]>({ entry, isolated: false, alias, message: steps, ...(quotaBytes === undefined ? {} : { quotaBytes }) });

describe.skipIf(!hasChromium)('weights in the storage of Chromium', () => {
  test('are fetched once, kept by address and hash, and checked when read: what was damaged is fetched anew', async () => {
    const [first, second, third, fourth] = await run([step(named), step(named), step(named, { damage: true }), step('unnamed.pth')]);
    expect([first, second, third, fourth].map((fetched) => fetched?.sha256)).toEqual([hash, hash, hash, hash]);
    expect(server.requests).toEqual([`/${named} whole`, `/${named} whole`, '/unnamed.pth whole']);
    expect(first!.kept).toEqual([expect.stringContaining(`?sha256=${hash.slice(0, 8)}`)]);
  });

  test('of a wrong hash are refused, and nothing is kept', async () => {
    const [fetched] = await run([step('net-00000000.pth')]);
    expect(fetched).toMatchObject({ sha256: null, fault: { kind: 'wrong-hash' }, kept: [] });
  });

  test('are gone on with after a cut connection, in one try and in the next', async () => {
    server.cutAfter = 450_000;
    const [first, second] = await run([step(named), step(named)]);
    expect(first).toMatchObject({ sha256: null, fault: { kind: 'cut' }, kept: [expect.stringContaining('partial') as string] });
    expect(second!.sha256).toBe(hash);
    expect(second!.kept).toEqual([expect.stringContaining('whole')]);
    const [whole, ...rest] = server.requests.map((request) => request.split(' ')[1]);
    expect(whole).toBe('whole');
    expect(rest).toSatisfy((ranges: string[]) => ranges.length >= 6 && goOn(ranges, 450_000));
  });

  test('of the Hub are asked for their hash first, checked by it and kept by their address', async () => {
    await server.stop();
    server = await new FileServer(contents, { 'x-linked-etag': `"${hash}"` }).start();
    const reference = weightsReference('hub:owner/net', { hub: server.address });
    const fetched = await run([{ reference }, { reference }]);
    expect(fetched.map(({ sha256 }) => sha256)).toEqual([hash, hash]);
    expect(server.requests).toEqual(['/owner/net/resolve/main/model.safetensors bytes=0-0', '/owner/net/resolve/main/model.safetensors whole']);
  });

  test('that the storage has no room for are handed out all the same, with a word that names file and size; or the word is an error', async () => {
    const [told, strict] = await run([step(named), step(named, { strict: true })], 1_000_000);
    expect(told).toMatchObject({ sha256: hash, fault: null, kept: [] });
    expect(told!.warning).toMatch(new RegExp(`^${named} \\(2\\.9 MB\\) cannot be kept for the next time: the browser's storage for this site is full`, 'u'));
    expect(strict!.fault).toMatchObject({ name: 'StorageFullError', message: told!.warning });
  });
});
