import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startWebServer } from '../../../tools/testing/attune-web.ts';

/** Bytes sent as they are, since fetch would mend them. */
function raw(port: number, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(head));
    socket.on('data', (chunk) => void (answer += String(chunk)));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

describe('attune web', () => {
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    ({ server, port } = await startWebServer());
  });
  afterAll(() => {
    server.kill('SIGINT');
  });

  const statusOf = async (line: string, ...headers: string[]) =>
    Number((await raw(port, [line, `Host: localhost:${port}`, 'Connection: close', ...headers, '', ''].join('\r\n'))).split(' ')[1]);

  it('goes on serving after a range that ends before it begins, which it refuses with 416', async () => {
    expect(await statusOf('GET /icon.svg HTTP/1.1', 'Range: bytes=5-2')).toBe(416);
    expect(await statusOf('GET / HTTP/1.1')).toBe(200);
    expect(server.exitCode).toBeNull();
  });

  it.each(['//', '///', '//[', '//host:99999/', '/\\', '/\\[x'])('goes on serving after GET %s, which no address of a page begins with', async (path) => {
    expect([403, 404]).toContain(await statusOf(`GET ${path} HTTP/1.1`));
    expect(await statusOf('GET /?a=//#b HTTP/1.1')).toBe(200);
    expect(server.exitCode).toBeNull();
  });

  it('serves a range, and refuses one that lies past the end', async () => {
    expect(await statusOf('GET /icon.svg HTTP/1.1', 'Range: bytes=0-9')).toBe(206);
    expect(await statusOf('GET /icon.svg HTTP/1.1', 'Range: bytes=99999999-')).toBe(416);
  });

  it('answers 405 to other methods, 431 to long headers, 404 and 403 to what is not the page', async () => {
    expect(await statusOf('DELETE / HTTP/1.1')).toBe(405);
    expect(await statusOf('GET / HTTP/1.1', `Cookie: ${'a'.repeat(20_000)}`)).toBe(431);
    expect(await statusOf('GET /package.json HTTP/1.1')).toBe(404);
    expect([400, 403, 404]).toContain(await statusOf('GET /..%2f..%2fpackage.json HTTP/1.1'));
    expect(await statusOf('GET /.hidden HTTP/1.1')).toBe(404);
  });

  it('answers to its own names only, so that no page elsewhere reaches it under another', async () => {
    const answer = await raw(port, `GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 421 /u);
    expect(answer).toContain('localhost only');
  });

  it('sends a policy under which nothing leaves but to the Hub, on every answer', async () => {
    for (const path of ['', 'icon.svg', 'nowhere']) {
      const { headers } = await fetch(`http://localhost:${port}/${path}`);
      const policy = headers.get('content-security-policy')!;
      expect(policy).toMatch(/connect-src 'self' blob: data: https:\/\/huggingface\.co https:\/\/\*\.huggingface\.co https:\/\/\*\.hf\.co;/u);
      expect(policy).toMatch(/frame-ancestors 'none'/u);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    }
  });
});

describe('attune web --hub', () => {
  it('allows that Hub in place of huggingface.co, in the header and in the page', async () => {
    const { server, port } = await startWebServer('--hub', 'https://hub.example/mirror');
    try {
      const response = await fetch(`http://localhost:${port}/`);
      const html = await response.text();
      expect(response.headers.get('content-security-policy')).toContain("connect-src 'self' blob: data: https://hub.example;");
      expect(html).toContain('<meta name="attune-hub" content="https://hub.example/mirror"');
      expect(html).not.toContain('huggingface.co');
    } finally {
      server.kill('SIGINT');
    }
  });

  it.each(['http://hub.example', 'ftp://hub.example', 'hub.example', "https://hub.example'; script-src *"])('refuses %s', async (hub) => {
    await expect(startWebServer('--hub', hub)).rejects.toThrow(/ended with 2: .*https:\/\//su);
  });
});
