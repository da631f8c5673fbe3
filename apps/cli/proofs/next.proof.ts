import { afterAll, beforeAll, expect, it } from 'vitest';

import { buildNext, nextPackages, serveNext } from '../../../tools/release/consumers/next.mjs';
import { titleAt } from '../../../tools/release/consumers/title-of.mjs';
import { installFrom, publishHere } from '../../../tools/release/packed.mjs';
import { chromiumFlags, hasChromium } from '../../../tools/testing/chromium.ts';
import { keepSeen, seenBefore } from './seen.ts';

const seen = seenBefore();
let published: Awaited<ReturnType<typeof publishHere>>;
let site: string;

beforeAll(async () => {
  published = await publishHere();
  site = installFrom(published, 'site', ['attune', ...Object.entries(nextPackages).map(([name, version]) => `${name}@${version}`)]).home;
}, 900_000);

afterAll(() => {
  published?.close();
  keepSeen(seen, nextPackages);
});

it.skipIf(!hasChromium)(
  'Next builds a site whose pages are rendered and whose routes train on the server, and whose page trains in Chromium',
  async () => {
    const { code, printed } = await buildNext(site);
    expect([code, printed.split('\n').filter((line) => /warn|⚠/iu.test(line))], printed).toEqual([0, []]);
    const { address, stop } = await serveNext(site);
    try {
      expect(await (await fetch(address)).text()).toContain('resnet20 of 124 tensors');
      for (const backend of ['native', 'wasm']) {
        const said = (seen[`next, route with ${backend}`] = await (await fetch(`${address}/train?backend=${backend}`)).json());
        expect(said).toMatchObject({ backend, accuracy: 1, width: 1 });
      }
      expect((seen['next, page'] = await titleAt(address, { flags: chromiumFlags }))).toBe('done: wasm, accuracy 1');
    } finally {
      await stop();
    }
  },
  900_000,
);
