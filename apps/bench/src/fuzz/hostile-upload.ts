import { hostsOf, strangeHeaders } from './hostile-request.ts';
import { mutate } from './mutate.ts';

const routes = [
  '/classify',
  '/classify',
  '/classify',
  '/explain',
  '/explain?class=red',
  '/explain?class=%00',
  '/health',
  '/metrics',
  '/openapi.json',
  '/predict',
  '/',
];
const methods = ['POST', 'POST', 'POST', 'POST', 'GET', 'PUT', 'HEAD', 'OPTIONS'];
const boundary = 'x-attune-boundary';
const types = [
  'image/png',
  'application/octet-stream',
  'application/json',
  `multipart/form-data; boundary=${boundary}`,
  'multipart/form-data',
  'text/plain',
  'x',
];

/** A request to `attune serve` with an image as one of its forms: right, strange, or, one time in
 * three, no longer well formed.
 *
 * @param image the bytes of one that is right. */
export function hostileUpload(port: number, image: Uint8Array, random: () => number): Uint8Array {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
  const type = pick(types);
  const picture = random() < 0.4 ? mutate(image, random) : image;
  const whole = bodyOf(random() < 0.8 ? type : pick(types), picture, pick);
  const body = random() < 0.2 ? mutate(whole, random) : whole;
  const hosts = random() < 0.8 ? hostsOf(port).slice(0, 3) : hostsOf(port);
  const strange = random() < 0.3 ? strangeHeaders(random) : [];
  const lines = [`${pick(methods)} ${pick(routes)} HTTP/1.1`, `Host: ${pick(hosts)}`, `Content-Type: ${type}`, `Content-Length: ${body.length}`, ...strange];
  const bytes = Buffer.concat([Buffer.from(`${[...lines, 'Connection: close', '', ''].join('\r\n')}`, 'latin1'), body]);
  return random() < 1 / 3 ? mutate(bytes, random) : bytes;
}

function bodyOf(type: string, image: Uint8Array, pick: <T>(choices: readonly T[]) => T): Buffer {
  const base64 = Buffer.from(image).toString('base64');
  if (type.startsWith('multipart')) return form(pick(['image', 'images', 'other', '__proto__']), image);
  if (type !== 'application/json') return Buffer.from(image);
  const values = [{ image: base64 }, { images: [base64, base64] }, { images: [] }, { image: 1 }, null, [], { __proto__: 1, image: `data:,${base64}` }, '[['];
  return Buffer.from(JSON.stringify(pick(values)));
}

function form(field: string, image: Uint8Array): Buffer {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="../a\u001B.png"\r\nContent-Type: image/png\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), image, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}
