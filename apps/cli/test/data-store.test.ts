import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { contentAt, contentOf } from '../src/commands/sweep/content.ts';
import { ContentCache } from '../src/commands/sweep/store/content-cache.ts';
import { openStore } from '../src/commands/sweep/store/open-store.ts';
import { writeManifest } from '../src/commands/sweep/store/manifest.ts';
import { signedRequests } from '../src/commands/sweep/store/s3.ts';
import { sendContent } from '../src/commands/sweep/store/send-content.ts';
import { WebStore } from '../src/commands/sweep/store/web-store.ts';
import { temporaryFolder } from './image-folder-fixture.ts';
import { S3Server } from './s3-server.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let root: string;
let server: S3Server;
let cacheNumber = 0;
const large = randomBytes(200_000);

beforeAll(async () => {
  root = await temporaryFolder();
  await mkdir(join(root, 'data/cats and dogs'), { recursive: true });
  await writeFile(join(root, 'data/large.bin'), large);
  await writeFile(join(root, 'data/cats and dogs/a.jpg'), 'a');
  await writeFile(join(root, 'data/cats and dogs/copy of a.jpg'), 'a');
  await writeFile(join(root, 'data/empty.txt'), '');
});
beforeEach(async () => void (server = await new S3Server().start()));
afterEach(() => server.stop());
afterAll(() => rm(root, { recursive: true }));

const s3 = (changed: Readonly<Record<string, string | undefined>> = {}) =>
  new WebStore(signedRequests('s3://bucket/some/prefix', { ...server.environment, ...changed }));
const newCache = (folder = `cache-${cacheNumber++}`) => new ContentCache(join(root, folder), s3());
const inStore = (name: string) => `/bucket/some/prefix/${name}`;
const gets = (sha: string) => server.requests.filter(({ method, path }) => method === 'GET' && path === inStore(`objects/${sha}`));

describe('a data store', () => {
  it('S3 takes each file once, by its digest and signed, and hands out the same folder', async () => {
    const content = await contentAt(join(root, 'data'));
    expect(await sendContent(s3(), join(root, 'data'), content)).toEqual({ files: 3, bytes: 200_001, known: 0 });
    expect([...server.objects.keys()].toSorted()).toEqual(
      [...new Set(content.files.map(({ sha256: sha }) => inStore(`objects/${sha}`))), inStore(`manifests/${content.digest}.json`)].toSorted(),
    );
    const path = await newCache().place(content.digest, '/elsewhere/photos');
    expect([path.endsWith('/photos'), await contentAt(path)]).toEqual([true, content]);
    const before = server.requests.length;
    expect(await sendContent(s3(), join(root, 'data'), content)).toMatchObject({ files: 0 });
    expect(server.requests).toHaveLength(before + 1);
  });

  it('plain HTTP with a user does as well, and its password stands in no message', async () => {
    const content = await contentAt(join(root, 'data'));
    const address = (password: string) => `${server.address.replace('//', `//me:${password}@`)}/files/`;
    await sendContent(openStore(address('pass%2Fword')), join(root, 'data'), content);
    const cache = new ContentCache(join(root, 'http-cache'), openStore(address('pass%2Fword')));
    expect(await contentAt(await cache.place(content.digest, 'data'))).toEqual(content);
    const refused = sendContent(openStore(address('wrong')), join(root, 'data/large.bin'), await contentAt(join(root, 'data/large.bin')));
    await expect(refused).rejects.toThrow(`Data store ${server.address}/files: it answers 403`);
  });

  it('a wrong secret is one line that says what to check', async () => {
    const sent = sendContent(s3({ AWS_SECRET_ACCESS_KEY: 'wrong' }), join(root, 'data'), await contentAt(join(root, 'data')));
    await expect(sent).rejects.toThrow(/^Data store s3:\/\/bucket\/some\/prefix: it answers 403 for \S+\. These credentials may not do that here/u);
  });

  it('a download that breaks goes on at its next byte, and so does one of a process that was killed', async () => {
    const content = await contentAt(join(root, 'data/large.bin'));
    await sendContent(s3(), join(root, 'data/large.bin'), content);
    server.breakAfter = { bytes: 50_000, keptIn: join(root, 'broken') };
    await newCache('broken').place(content.digest, 'large.bin');
    const [first, second] = gets(sha256(large));
    expect(first!.range).toBeUndefined();
    expect(second!.range).toBe('bytes=50000-');
    const folder = `cache-${cacheNumber++}`;
    await mkdir(join(root, folder, 'objects'), { recursive: true });
    await writeFile(join(root, folder, `objects/${sha256(large)}.${hostname()}.4194305-00000000.part`), large.subarray(0, 150_000)); // no process has this number
    const path = await newCache(folder).place(content.digest, 'large.bin');
    expect(gets(sha256(large)).at(-1)!.range).toBe('bytes=150000-');
    expect(await readFile(path)).toEqual(large);
    expect(await readdir(join(root, folder, 'objects'))).toEqual([sha256(large)]);
  });

  it('workers that share a cache fetch at the same time, and both have the whole', async () => {
    const content = await contentAt(join(root, 'data'));
    await sendContent(s3(), join(root, 'data'), content);
    const paths = await Promise.all([newCache('shared'), newCache('shared'), newCache('shared')].map((cache) => cache.place(content.digest, 'data')));
    expect(new Set(paths).size).toBe(1);
    expect(await contentAt(paths[0]!)).toEqual(content);
    expect(await readdir(join(root, 'shared/trees'))).toHaveLength(1);
  });

  it('what was changed in the cache is fetched again, and a store that has other bytes is refused', async () => {
    const content = await contentAt(join(root, 'data/large.bin'));
    await sendContent(s3(), join(root, 'data/large.bin'), content);
    const path = await newCache('changed').place(content.digest, 'large.bin');
    await writeFile(path, 'changed');
    expect(await readFile(await newCache('changed').place(content.digest, 'large.bin'))).toEqual(large);
    server.objects.set(inStore(`objects/${sha256(large)}`), randomBytes(large.length));
    await expect(newCache().place(content.digest, 'large.bin')).rejects.toThrow('it sends other bytes for objects/');
  });

  it('a file that S3 does not take in one piece is refused before anything is sent, by its name and size', async () => {
    const files = [
      { path: 'small.bin', bytes: 1, sha256: sha256(Buffer.from('a')) },
      { path: 'all.tar', bytes: 6 * 2 ** 30, sha256: sha256(Buffer.from('b')) },
    ];
    const sent = sendContent(s3(), join(root, 'data'), contentOf(files));
    await expect(sent).rejects.toThrow('it takes files of up to 5.4 GB, and all.tar (6.4 GB) has more: split what is larger');
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD']);
  });

  it('a list of files that leads out of its folder is refused', async () => {
    const content = contentOf([{ path: '../../evil', bytes: 1, sha256: sha256(Buffer.from('a')) }]);
    server.objects.set(inStore(`manifests/${content.digest}.json`), Buffer.from(writeManifest(content)));
    await expect(newCache().place(content.digest, 'data')).rejects.toThrow('is damaged');
  });

  it('a table travels with its images, and one that lists images outside its folder does not', async () => {
    await writeFile(join(root, 'data/table.csv'), 'path,label\ncats and dogs/a.jpg,cat\n');
    const content = await contentAt(join(root, 'data/table.csv'));
    expect(content.files.map(({ path }) => path)).toEqual(['', 'cats and dogs/a.jpg']);
    const store = openStore(join(root, 'folder-store'));
    await sendContent(store, join(root, 'data/table.csv'), content);
    const path = await new ContentCache(join(root, 'table-cache'), store).place(content.digest, '/x/table.csv');
    expect((await stat(join(path, '../cats and dogs/a.jpg'))).size).toBe(1);
    await writeFile(join(root, 'data/cats and dogs/outside.csv'), 'path,label\n../large.bin,cat\n');
    const outside = join(root, 'data/cats and dogs/outside.csv');
    await expect(sendContent(store, outside, await contentAt(outside))).rejects.toThrow('names ../large.bin, which lies outside its folder');
    await rm(join(root, 'data/table.csv'));
    await rm(outside);
  });

  it('an address of another kind is refused in words', () => {
    expect(() => openStore('ftp://host/x')).toThrow('it must be https://…, s3://BUCKET/PREFIX or a folder');
    expect(() => openStore('s3://')).toThrow('it must be s3://BUCKET or s3://BUCKET/PREFIX');
  });
});
