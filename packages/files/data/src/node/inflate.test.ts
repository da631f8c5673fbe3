import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { inLittleMemory } from '../../../../../tools/testing/in-little-memory.ts';
import { type Declared, inflateWhole, inflatedLimit, readDeclared } from './inflate.ts';
import { readTarIndex, tarEntriesIn } from './tar-index.ts';

const mega = 2 ** 20;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-inflate-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** Four bytes that say how many follow. */
const counted: Declared = {
  beginning: 4,
  wanted(head) {
    const bytes = head.readUInt32BE(0);
    if (bytes > inflatedLimit) throw new RangeError(`it says ${bytes} bytes`);
    return 4 + bytes;
  },
};

function saying(bytes: number, values: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes);
  return Buffer.concat([head, values]);
}

/** A member of 64 MB of zeros, 64 KB as a file, so many times over: gzip says nowhere
 * how much there
 * is. */
const endless = (members: number) => Buffer.concat(Array.from<Buffer>({ length: members }).fill(gzipSync(Buffer.alloc(64 * mega))));

const built = (file: string) => JSON.stringify(new URL(`../../dist/node/${file}.js`, import.meta.url).href);

/** What comes of reading a file in a process that may grow by so many MB: what is thrown, or what
 * there is.
 *
 * @param reading JavaScript of a promise; the file is `path`. */
async function inLittle(megabytes: number, path: string, reading: string): Promise<unknown> {
  const [outcome] = await inLittleMemory({
    megabytes,
    given: `
      import { inflateWhole, readDeclared } from ${built('inflate')};
      import { readTarEntry, readTarIndex } from ${built('tar-index')};
      import { webDataset } from ${built('web-dataset')};
      const path = ${JSON.stringify(path)};
      const counted = { beginning: 4, wanted: (head) => 4 + head.readUInt32BE(0) };`,
    program: `print(await (${reading}).catch((error) => error.message));`,
  });
  return outcome;
}

describe('a file whose beginning says how much there is', () => {
  it.each(['plain', 'zipped.gz'])('is read whole where it is right (%s)', async (name) => {
    const bytes = saying(3, Uint8Array.of(7, 8, 9));
    expect(await readDeclared(await written(name, name === 'plain' ? bytes : gzipSync(bytes)), counted)).toEqual(bytes);
  });

  it.each(['plain', 'zipped.gz'])('and says too little is left at the first byte too many (%s)', async (name) => {
    const bytes = saying(3, new Uint8Array(128 * mega));
    const path = await written(name, name === 'plain' ? bytes : gzipSync(bytes));
    expect(await inLittle(64, path, 'readDeclared(path, counted)')).toContain('it holds more than the 7 bytes that its beginning says');
  });

  it('and says more than the limit is left before any of it is read', async () => {
    const path = await written('huge.gz', gzipSync(saying(2 ** 32 - 1, new Uint8Array(1))));
    await expect(readDeclared(path, counted)).rejects.toThrow('it says 4294967295 bytes');
  });

  it('and says a gigabyte where there are three bytes takes no gigabyte', async () => {
    const path = await written('hollow.gz', gzipSync(saying(inflatedLimit, Uint8Array.of(1, 2, 3))));
    const before = process.memoryUsage().rss;
    expect(await readDeclared(path, counted)).toHaveLength(7);
    expect(process.memoryUsage().rss - before).toBeLessThan(inflatedLimit / 2); // it may be reserved, and not be written to
  });

  it('is left as well where gzip never ends', async () => {
    const path = await written('endless.gz', Buffer.concat([gzipSync(saying(100, new Uint8Array(50))), endless(64)]));
    await expect(readDeclared(path, counted)).rejects.toThrow('it holds more than the 104 bytes');
  });

  it('and ends within its beginning gives what there is', async () => {
    expect(await readDeclared(await written('short.gz', gzipSync(Uint8Array.of(0, 1))), counted)).toHaveLength(2);
  });
});

describe('an archive that is unpacked whole', () => {
  it('is refused once it holds more than the limit: four gigabytes in four megabytes', async () => {
    const path = await written('bomb.tar.gz', endless(64));
    expect(await inLittle(128, path, `inflateWhole(path, ${16 * mega})`)).toContain(`it inflates to more than ${16 * mega} bytes`);
  });

  it('is given where it holds just as much', async () => {
    const path = await written('just.gz', gzipSync(new Uint8Array(mega)));
    expect(await inflateWhole(path, mega)).toHaveLength(mega);
    await expect(inflateWhole(path, mega - 1)).rejects.toThrow(RangeError);
  });
});

/** A header of ustar with whatever size it likes to give. */
function header(name: string, size: number, type = '0'): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write(type, 156);
  block.write('ustar', 257);
  block.fill(0x20, 148, 156);
  block.write(
    block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0'),
    148,
  );
  return block;
}

/** An archive of one file of three bytes, and so many zeros behind it. */
const one = (name: string, filling: number) => Buffer.concat([header(name, 3), Buffer.alloc(512, 'x'), Buffer.alloc(filling)]);

describe('a tar archive', () => {
  it.each([1, 2 ** 20, 2 ** 33 - 1])('in which a file says that it has %i bytes more than the archive is refused with its name', async (excess) => {
    const bytes = Buffer.concat([header('0001.jpg', 512 + excess), Buffer.alloc(512)]);
    const message = `it is cut short: "0001.jpg" needs ${512 + excess} bytes at 512, the archive has 1024`;
    await expect(tarEntriesIn(bytes)).rejects.toThrow(message);
    await expect(readTarIndex(await written('lies.tar', bytes))).rejects.toThrow(message);
  });

  it('whose file says that it has less is refused at what follows', async () => {
    await expect(tarEntriesIn(Buffer.concat([header('0001.jpg', 3), Buffer.alloc(1024, 'x')]))).rejects.toThrow('header at byte 1024 has a wrong checksum');
  });

  it('without the mark of its end, as after a download that broke off between two files, says that it may be cut short', async () => {
    const whole = Buffer.concat([header('0001.jpg', 3), Buffer.alloc(512, 'x'), header('0001.cls', 1), Buffer.alloc(512, '0')]);
    const path = await written('broken-off.tar', whole);
    expect((await readTarIndex(path)).skipped).toEqual([{ name: '', reason: expect.stringContaining('it may be cut short') }]);
    expect((await readTarIndex(await written('whole.tar', Buffer.concat([whole, Buffer.alloc(1024)])))).skipped).toEqual([]);
  });

  it('with another behind its end is read on, whatever it was filled up with', async () => {
    const path = await written('both.tar', Buffer.concat([one('0001.jpg', 10240), one('0002.jpg', 1024)]));
    const { files, skipped } = await readTarIndex(path);
    expect([files.map(({ name, offset }) => [name, offset]), skipped]).toEqual([
      [
        ['0001.jpg', 512],
        ['0002.jpg', 11776],
      ],
      [],
    ]);
  });

  it('with a name of four gigabytes is read no further than a name can be', async () => {
    const path = await written('name.tar', header('long', 2 ** 32, 'L'));
    await truncate(path, 512 + 2 ** 32 + 1024);
    expect(await inLittle(64, path, 'readTarIndex(path).then(({ files }) => files.length)')).toBe(0);
  });

  it.each([2 ** 33 - 1, 2 ** 30])('with a hole of %i bytes for an image does not read it', async (size) => {
    const path = await written('hole.tar', header('0001.jpg', size));
    await truncate(path, 512 + 2 ** 33 + 1024);
    const reading = 'readTarIndex(path).then(({ files }) => readTarEntry(path, files[0]))';
    expect(await inLittle(64, path, reading)).toContain(`it has ${size} bytes, above the limit of 536870912 for a file of a shard`);
  });

  it('with a hole for a label leaves its image out, with the reason', async () => {
    const path = await written('label.tar', Buffer.concat([header('0001.jpg', 0), header('0001.cls', 2 ** 32)]));
    await truncate(path, 1024 + 2 ** 32 + 1024);
    expect(await inLittle(64, path, 'webDataset(path)')).toContain('its 0001.cls has 4294967296 bytes, above the limit of 16777216 for a label');
  });
});
