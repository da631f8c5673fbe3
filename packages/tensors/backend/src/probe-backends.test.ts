import { expect, it } from 'vitest';

import { backendNames, probeBackends } from './index.ts';

it('every backend is looked at, and native, wasm and cpu can start in Node', async () => {
  const probes = await probeBackends();
  expect(probes.map(({ backend }) => backend)).toEqual([...backendNames]);
  expect(probes.filter(({ available }) => available).map(({ backend }) => backend)).toEqual(['native', 'wasm', 'cpu']);
  expect(probes.find(({ backend }) => backend === 'webgl')).toMatchObject({ reason: 'it needs a browser with a canvas.' });
});
