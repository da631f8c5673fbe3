import { mutate } from './mutate.ts';

const methods = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'OPTIONS', 'PROPFIND', 'get', 'CONNECT'];
const targets = [
  '/',
  '/index.html',
  '/icon.svg',
  '/icon.svg',
  '/manifest.webmanifest?%zz#a',
  '/assets/',
  '/../../package.json',
  '/%2e%2e%2fpackage.json',
  '/%',
  '/%00',
  '/%c0%af',
  '//evil.example/',
  '//',
  '///',
  '//[',
  '//host:99999/',
  '/\\',
  '/?//',
  'http://evil.example/',
  '*',
  '/.git/config',
  `/${'a'.repeat(9000)}`,
];
/** Headers that readers of HTTP trip over, with values of every kind. */
const headers: Readonly<Record<string, readonly string[]>> = {
  Range: ['bytes=0-9', 'bytes=5-2', 'bytes=-0', 'bytes=-', 'bytes=9-', 'bytes=99999999999999999999-', 'bytes=0-1,5-2', 'bytes=0-0,2-2,4-4', 'x', 'bytes=NaN-1'],
  'If-Range': ['"x"', 'W/"1-2"', 'Sun, 06 Nov 1994 08:49:37 GMT', '-1'],
  'If-None-Match': ['*', 'W/"1-2", "x"', '"', ''],
  'If-Match': ['*', '"x"', ','],
  'If-Modified-Since': ['Sun, 06 Nov 1994 08:49:37 GMT', '0', 'Infinity'],
  'Content-Length': ['0', '5', '-1', '99999999999999999999', '5, 5'],
  'Transfer-Encoding': ['chunked', 'gzip, chunked', 'identity'],
  Expect: ['100-continue', 'tea'],
  Upgrade: ['websocket', 'h2c'],
  Connection: ['keep-alive', 'Upgrade', 'close, close'],
  Cookie: ['a=b', 'b'.repeat(9000), 'b'.repeat(20_000)],
  'Accept-Encoding': ['gzip, br;q=9', '*;q=-1'],
  __proto__: ['x'],
};

/** A request to the page that is well formed but strange, or, one time in three, no
 * longer well formed. */
export function hostileRequest(port: number, random: () => number): Uint8Array {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
  const lines = [`${pick(methods)} ${pick(targets)} HTTP/1.1`, `Host: ${pick(hostsOf(port))}`, ...strangeHeaders(random)];
  const bytes = Buffer.from(`${[...lines, 'Connection: close', '', ''].join('\r\n')}${random() < 0.1 ? 'hello' : ''}`, 'latin1');
  return random() < 1 / 3 ? mutate(bytes, random) : bytes;
}

/** Own names twice, so that most requests come to more than the Host. */
export function hostsOf(port: number): readonly string[] {
  return [`localhost:${port}`, `localhost:${port}`, `127.0.0.1:${port}`, '[::1]', 'evil.example', '', 'localhost:x'];
}

/** Lines of a few headers, each with a strange value. */
export function strangeHeaders(random: () => number): string[] {
  const chosen = Object.entries(headers).filter(() => random() < 0.15);
  return chosen.map(([name, values]) => `${name}: ${values[Math.floor(random() * values.length)]!}`);
}
