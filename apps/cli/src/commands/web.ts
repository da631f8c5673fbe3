import { existsSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import sirv from 'sirv';

import type { CommandContext, Report } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export interface WebOptions {
  /** Default: one that is free. */
  readonly port?: number | undefined;
}

/** The page comes with this package: its build puts it beside the command. */
const pageFolder = fileURLToPath(new URL('../page/', import.meta.url));

/** What lets a page share memory between its threads. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Serves the page to this machine alone until the command is stopped.
 *
 * @throws {UsageError} when the port is taken. */
export async function web({ port = 0 }: WebOptions, { terminal, signal }: CommandContext): Promise<Report> {
  if (!existsSync(pageFolder)) throw new UsageError('The page is not built here: run npm run setup in the checkout, or install the package attune.');
  const server = await listen(port);
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  terminal.note(`Open ${address} (Ctrl-C ends it)`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  server.close();
  server.closeAllConnections();
  return { json: { address }, text: `Served ${address}` };
}

function listen(port: number): Promise<Server> {
  const serve = sirv(pageFolder, { etag: true, setHeaders: (response) => response.setHeaders(new Map(Object.entries(isolation))) });
  const server = createServer((request, response) => serve(request, response));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(isTaken ? new UsageError(`Port ${port} cannot be had (${error.code}): choose another --port, or leave it out.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
