import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { LoopbackServer } from '../../../tools/testing/loopback-server.ts';
import { whenKept } from '../../../tools/testing/when-kept.ts';

export const s3Keys = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region: 'eu-central-1' } as const;

/** What a request asked for. */
export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
}

/** As much of S3 as a data store needs: PUT, HEAD and GET in ranges, for whoever signs
 * with `s3Keys` (Signature Version 4, computed here from what came over the wire); and
 * of plain HTTP for the user `me` with the password `pass/word`. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  readonly requests: S3Request[] = [];
  /** Breaks the next answer with an object once so many of its bytes are kept in a folder. */
  breakAfter: { readonly bytes: number; readonly keptIn: string } | null = null;
  readonly #server: LoopbackServer;

  constructor() {
    this.#server = new LoopbackServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const [method, path, range] = [request.method!, request.url!, request.headers.range];
        this.requests.push({ method, path, range });
        const body = Buffer.concat(pieces);
        if (request.headers['transfer-encoding'] !== undefined) return response.writeHead(411).end();
        const isPlain = request.headers.authorization === `Basic ${Buffer.from('me:pass/word').toString('base64')}`;
        if (!isPlain && (!isSigned(request) || (method === 'PUT' && request.headers['x-amz-content-sha256'] !== sha256(body))))
          return response.writeHead(403).end();
        if (method === 'PUT') {
          this.objects.set(path, body);
          return response.writeHead(200).end();
        }
        const object = this.objects.get(path);
        if (object === undefined) return response.writeHead(404).end();
        if (method === 'HEAD') return response.writeHead(200, { 'content-length': object.length }).end();
        const start = Number(/^bytes=(\d+)-$/u.exec(range ?? '')?.[1] ?? 0);
        const head = { 'content-length': object.length - start, 'content-range': `bytes ${start}-${object.length - 1}/${object.length}` };
        response.writeHead(range === undefined ? 200 : 206, head);
        if (this.breakAfter === null || !path.includes('/objects/')) return response.end(object.subarray(start));
        const { bytes, keptIn } = this.breakAfter;
        response.write(object.subarray(start, start + bytes), () => void whenKept(keptIn, start + bytes).then(() => response.destroy()));
        this.breakAfter = null;
        return undefined;
      });
    });
  }

  async start(): Promise<this> {
    await this.#server.start();
    return this;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  get address(): string {
    return this.#server.address;
  }

  /** For programs that read Amazon's variables. */
  get environment() {
    return {
      AWS_ENDPOINT_URL_S3: this.#server.address,
      AWS_ACCESS_KEY_ID: s3Keys.id,
      AWS_SECRET_ACCESS_KEY: s3Keys.secret,
      AWS_REGION: s3Keys.region,
    };
  }
}

/** Source: AWS, "Create a signed AWS API request", Signature Version 4. */
function isSigned({ method, url, headers }: IncomingMessage): boolean {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/u.exec(
    headers.authorization ?? '',
  );
  if (found === null) return false;
  const [, id, day, region, names, signature] = found as unknown as [string, string, string, string, string, string];
  const signed = names.split(';');
  const isWhole = ['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name));
  if (id !== s3Keys.id || region !== s3Keys.region || !isWhole) return false;
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, url, '', lines, names, headers['x-amz-content-sha256']].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${s3Keys.secret}`);
  return hmac(key, text).toString('hex') === signature;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
