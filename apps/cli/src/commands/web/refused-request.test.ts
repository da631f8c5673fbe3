import { describe, expect, it } from 'vitest';

import { refusalOf } from './refused-request.ts';

const get = { method: 'GET', url: '/', headers: { host: 'localhost:8080' } };
const statusOf = (change: object) => refusalOf({ ...get, ...change })?.status ?? 200;

describe('a request', () => {
  it.each(['localhost', 'localhost:1', 'LOCALHOST:8080', '127.0.0.1:8080', '[::1]:8080'])('to %s is served', (host) => {
    expect(statusOf({ headers: { host } })).toBe(200);
  });

  it.each([undefined, '', 'evil.example', 'localhost.evil.example', '127.0.0.1.nip.io:80', 'localhost:8080@evil.example', '[::2]:80', 'localhost:999999'])(
    'whose Host is %s is refused with 421',
    (host) => {
      expect(statusOf({ headers: { host } })).toBe(421);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', ''])('of method %j is refused with 405', (method) => {
    expect(refusalOf({ ...get, method })).toMatchObject({ status: 405, headers: { Allow: 'GET, HEAD' } });
  });

  it.each(['bytes=5-2', 'bytes=', 'bytes=-', 'bytes', 'bytes=a-b', 'bytes=0-1,5-2', 'bytes=-1-2', 'lines=1-2', 'bytes=0x1-2', ''])(
    'for the range %j is refused with 416',
    (range) => {
      expect(statusOf({ headers: { ...get.headers, range } })).toBe(416);
    },
  );

  it.each(['bytes=0-0', 'bytes=2-5', 'bytes=5-', 'bytes=-5', 'bytes=0-1, 4-5'])('for the range %j is served', (range) => {
    expect(statusOf({ headers: { ...get.headers, range } })).toBe(200);
  });

  it.each(['*', 'http://evil.example/', '/%', '/%zz', '/%00', '/a%C0%AF'])('for the address %j is refused with 400', (url) => {
    expect(statusOf({ url })).toBe(400);
  });
});
