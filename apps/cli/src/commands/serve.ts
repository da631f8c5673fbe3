import type { AddressInfo } from 'node:net';

import { startBackend } from '@attune/backend';
import { Classifier } from '@attune/classifier';
import type { FastifyInstance } from 'fastify';

import type { CommandContext, Report } from '../command.ts';
import type { ClassifierFlags } from '../model/classifier-flags.ts';
import { weightsChoice } from '../model/weights.ts';
import { openSavedModel } from '../run/saved-model.ts';
import { UsageError } from '../usage-error.ts';
import { requireToken } from './serve/access.ts';
import { dockerfile, systemdUnit } from './serve/deployment.ts';
import { buildServer } from './serve/server.ts';

export interface ServeOptions extends ClassifierFlags {
  /** 0: one that is free. */
  readonly port: number;
  readonly host: string;
  /** What requests must carry. Beyond loopback there must be one. */
  readonly token?: string | undefined;
  readonly dockerfile: boolean;
  readonly systemd: boolean;
  /** Of a request's body. */
  readonly maxBytes: number;
  readonly maxPixels: number;
  /** Requests under way at once. */
  readonly maxWaiting: number;
  /** Classes per image. */
  readonly top: number;
}

/** Serves a run over HTTP until the command is stopped; requests under way are answered first.
 *
 * @throws {UsageError} when there is no run, when a token is missing, or when the address is not
 * available. */
export async function serve(run: string | undefined, options: ServeOptions, context: CommandContext): Promise<Report> {
  if (options.dockerfile || options.systemd) return deployment(run, options);
  if (run === undefined) throw new UsageError('There is nothing to serve: name a run, a checkpoint or an exported model, such as attune serve runs/PHOTOS.');
  const token = requireToken(options.host, options.token);
  const classifier = await openClassifier(run, options, context);
  const { batchSize, top, maxBytes, maxWaiting } = options;
  const server = await buildServer(classifier, { batchSize, top, token, limits: { maxBytes, maxWaiting }, logs: !context.terminal.quiet });
  const address = await listen(server, options);
  if (context.terminal.interactive) context.terminal.note(`Serving ${run} at ${address} (stop with Ctrl-C)`);
  await stopped(context.signal);
  await server.close();
  classifier.dispose();
  return { json: { address }, text: `Served ${address}` };
}

function deployment(run: string | undefined, options: ServeOptions): Report {
  const files = { ...(options.dockerfile ? { dockerfile: dockerfile(run) } : {}), ...(options.systemd ? { systemd: systemdUnit(run) } : {}) };
  return { json: files, text: Object.values(files).join('\n').trimEnd() };
}

async function openClassifier(run: string, options: ServeOptions, { terminal }: CommandContext): Promise<Classifier> {
  const { threads, rename, temperature: calibrated, batchSize, loaderThreads, maxPixels } = options;
  await startBackend(options.backend, threads === undefined ? {} : { threads });
  const model = await openSavedModel(run, { weights: weightsChoice(options), rename });
  for (const note of model.notes) terminal.note(note);
  return new Classifier(model, { calibrated, batchSize, loaderThreads, maxPixels });
}

const unavailable: ReadonlySet<string | undefined> = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL']);

/** The address, with a slash at its end. */
async function listen(server: FastifyInstance, { host, port }: Pick<ServeOptions, 'host' | 'port'>): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!unavailable.has(code)) throw error;
    throw new UsageError(`Port ${port} of ${host} is not available (${code}): choose another --port or --host.`);
  }
  const bound = (server.server.address() as AddressInfo).port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`;
}

async function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
