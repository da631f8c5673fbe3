import { expect, it } from 'vitest';

import { unusedProxy } from './unused-proxy.ts';

const proxy = 'http://user:secret@proxy.example:8080';

it.each(['HTTPS_PROXY', 'https_proxy'])('%s that fetch passes by is told of, without the address', (name) => {
  const hint = unusedProxy({ [name]: proxy });
  expect(hint).toContain(`${name} names a proxy`);
  expect(hint).toContain('NODE_USE_ENV_PROXY=1');
  expect(hint).not.toContain('proxy.example');
});

it('nothing is told of none, and of one that Node takes', () => {
  expect(unusedProxy({ HTTPS_PROXY: '' })).toBe('');
  expect(unusedProxy({ HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: '1' })).toBe('');
});
