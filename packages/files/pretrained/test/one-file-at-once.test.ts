import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hostname } from 'node:os';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type WeightsReference, fetchWeights, weightsReference } from '../src/index.ts';
import { fileCache } from '../src/node/index.ts';
import { FileServer } from '../../../../tools/testing/file-server.ts';
import { filesIn } from './files-in.ts';

const contents = randomBytes(300_000);
let folder: string;
let server: FileServer;
let reference: WeightsReference;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-at-once-'));
  server = await new FileServer(contents).start();
  reference = weightsReference(`${server.address}/net.pth`);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const fetched = (from: WeightsReference = reference) => fetchWeights(from, { cache: fileCache(folder) });
/** More than any system gives. */
const deadPid = 2 ** 31 - 2;

/** What a process leaves that is killed on the way. */
async function leave(facts: object | null, bytes: Uint8Array = contents.subarray(0, 1000)): Promise<string> {
  const aside = `${join(folder, reference.fileName)}.${randomBytes(8).toString('hex')}.partial`;
  await mkdir(dirname(aside), { recursive: true });
  if (facts !== null) await writeFile(`${aside}.json`, JSON.stringify(facts));
  await writeFile(aside, bytes);
  return aside;
}

describe('one file', () => {
  it('that is fetched eight times at once comes whole each time, and lies there once', async () => {
    [server.cutAfter, server.keptIn] = [90_000, folder];
    const paths = await Promise.all(Array.from({ length: 8 }, () => fetched()));
    expect(new Set(paths)).toEqual(new Set([join(folder, reference.fileName)]));
    expect(await readFile(paths[0]!)).toEqual(contents);
    expect(await filesIn(folder)).toEqual([reference.fileName]);
  });

  it('of one name on two servers is two files', async () => {
    const other = randomBytes(1000);
    const elsewhere = await new FileServer(other).start();
    expect(await readFile(await fetched())).toEqual(contents);
    expect(await readFile(await fetched(weightsReference(`${elsewhere.address}/net.pth`)))).toEqual(other);
    await elsewhere.stop();
  });

  it('under way stays its writer’s own, whatever another does with its own', async () => {
    const [one, other] = [await fileCache(folder).open(reference), await fileCache(folder).open(reference)];
    await one.restart('"v1"', 4);
    await one.append(Buffer.from('aa'));
    await other.restart('"v2"', 3);
    await other.append(Buffer.from('bbb'));
    await one.append(Buffer.from('aa'));
    expect(await readFile(await other.keep(), 'utf8')).toBe('bbb');
    expect(await readFile(await one.keep(), 'utf8')).toBe('aaaa');
    await one.close();
    await other.close();
    expect(await filesIn(folder)).toEqual([reference.fileName]);
  });
});

describe('what is left of a file', () => {
  const ofThisHost = { host: hostname(), pid: deadPid };

  it('by a process that was killed is gone on with, the longest of it, and cleared away', async () => {
    await leave({ version: '"v1"', total: 300_000, owner: ofThisHost });
    await leave({ version: '"v1"', total: 300_000, owner: ofThisHost }, contents.subarray(0, 2000));
    expect(await readFile(await fetched())).toEqual(contents);
    expect(server.requests).toEqual(['/net.pth bytes=2000-']);
    expect(await filesIn(folder)).toEqual([reference.fileName]);
  });

  it('by a process that was killed before a byte came is cleared away', async () => {
    const aside = await leave({ version: '"v1"', total: 300_000, owner: ofThisHost });
    await rm(aside);
    expect(await readFile(await fetched())).toEqual(contents);
    expect(await filesIn(folder)).toEqual([reference.fileName]);
  });

  it('by a process that was killed before its facts were in place is cleared away, half written ones after an hour', async () => {
    for (const facts of [JSON.stringify({ version: '"v1"', total: 300_000, owner: ofThisHost }), '{"vers']) {
      const aside = await leave(null);
      await rm(aside);
      await writeFile(`${aside}.json.new`, facts);
      const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
      if (facts === '{"vers') await utimes(`${aside}.json.new`, longAgo, longAgo);
    }
    expect(await readFile(await fetched())).toEqual(contents);
    expect(await filesIn(folder)).toEqual([reference.fileName]);
  });

  it.each([
    ['a process that lives', { host: hostname(), pid: process.ppid }],
    ['a process of another machine', { host: 'elsewhere.example', pid: deadPid }],
  ])('by %s is left to it, for an hour in which nothing comes', async (_, owner) => {
    const aside = await leave({ version: '"v1"', total: 300_000, owner });
    await fetched();
    expect(server.requests).toEqual(['/net.pth whole']);
    expect(await readFile(aside)).toEqual(contents.subarray(0, 1000));
    await rm(join(folder, reference.fileName));
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(aside, longAgo, longAgo);
    expect(await readFile(await fetched())).toEqual(contents);
    expect(server.requests.at(-1)).toBe('/net.pth bytes=1000-');
    expect(await filesIn(folder)).toEqual([reference.fileName]);
  });

  it.each([
    ['no facts', null],
    ['facts that are cut', '{"version":"'],
    ['facts without a version', { total: 300_000, owner: null }],
  ])('with %s is not gone on with', async (_, facts) => {
    const aside = await leave(typeof facts === 'string' ? null : facts);
    if (typeof facts === 'string') await writeFile(`${aside}.json`, facts);
    expect(await readFile(await fetched())).toEqual(contents);
    expect(server.requests).toEqual(['/net.pth whole']);
  });

  it('by a version of before, under one name for all, is not gone on with', async () => {
    const old = join(folder, `${reference.fileName}.partial`);
    await mkdir(dirname(old), { recursive: true });
    await writeFile(old, Buffer.alloc(1000));
    await writeFile(`${old}.version`, '"v1"');
    expect(await readFile(await fetched())).toEqual(contents);
    expect(server.requests).toEqual(['/net.pth whole']);
  });
});
