import { existsSync } from 'node:fs';
import { type IncomingMessage, type Server, STATUS_CODES, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import send from 'send';

import type { CommandContext, Report } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { type ServedPage, servedPage } from './web/page-headers.ts';
import { type Refusal, refusalOf } from './web/refused-request.ts';

export interface WebOptions {
  /** Default: one that is free. */
  readonly port?: number | undefined;
  /** Address of the Hub that the page may fetch weights from. Default: huggingface.co. */
  readonly hub?: string | undefined;
}

/** The page comes with this package: its build puts it beside the command. */
const pageFolder = fileURLToPath(new URL('../page/', import.meta.url));

/** Serves the page to this machine alone until the command is stopped.
 *
 * @throws {UsageError} when the port is taken. */
export async function web({ port = 0, hub = process.env.HF_ENDPOINT || undefined }: WebOptions, { terminal, signal }: CommandContext): Promise<Report> {
  if (!existsSync(pageFolder)) throw new UsageError('The page is not built here: run npm run setup in the checkout, or install the package attune.');
  const server = await listen(port, await servedPage(pageFolder, hub));
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  terminal.note(`Open ${address} (stop with Ctrl-C)`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  server.close();
  server.closeAllConnections();
  return { json: { address }, text: `Served ${address}` };
}

function listen(port: number, page: ServedPage): Promise<Server> {
  const server = createServer((request, response) => answer(page, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(isTaken ? new UsageError(`Port ${port} is not available (${error.code}): choose another --port, or leave it out.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function answer(page: ServedPage, request: IncomingMessage, response: ServerResponse): void {
  response.setHeaders(new Map(Object.entries(page.headers)));
  const refusal = refusalOf(request);
  if (refusal !== null) return refuse(response, refusal);
  const path = pathOf(request.url!);
  if (path === '/' || path === '/index.html') return sendHtml(page.html, response);
  send(request, path, { root: pageFolder, index: false })
    .on('error', ({ status }: { readonly status: number }) => refuse(response, { status, reason: STATUS_CODES[status] ?? 'Error' }))
    .pipe(response);
}

/** Not by URL: `//` and `/\\` would begin a host, and an empty one throws. */
function pathOf(target: string): string {
  return target.split(/[?#]/u, 1)[0]!;
}

function refuse(response: ServerResponse, { status, reason, headers }: Refusal): void {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${reason}\n`);
}

function sendHtml(html: string, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' }).end(html); // Node leaves the body out of an answer to HEAD
}
