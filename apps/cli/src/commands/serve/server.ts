import type { Classifier } from '@attune/classifier';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { requireAccess } from './access.ts';
import { answerInList, classificationAnswer, explanationPicture } from './answers.ts';
import { givenImage, givenImages, mostImages } from './given-images.ts';
import { type Metrics, createMetrics } from './metrics.ts';
import { openApi } from './open-api.ts';
import { answerParserError } from './parser-error.ts';
import { RequestError, bodyTooLarge, errorAnswer, requestErrorOf } from './request-error.ts';
import { Turns, type Verdict } from './turns.ts';

export interface ServerConfig {
  readonly batchSize?: number | undefined;
  /** Classes per image. */
  readonly top: number;
  /** What requests must carry; null: nothing, and only this machine is answered. */
  readonly token: string | null;
  readonly limits: Limits;
  /** Whether a line of JSON for each request goes to stderr. */
  readonly logs: boolean;
}

interface Limits {
  /** Of a body. */
  readonly maxBytes: number;
  /** Requests with images under way at once. */
  readonly maxWaiting: number;
}

/** What the routes need. */
interface Service extends ServerConfig {
  readonly classifier: Classifier;
  readonly turns: Turns;
  readonly metrics: Metrics;
}

/** The methods of each route. */
const methodsOf: Readonly<Record<string, string>> = {
  '/classify': 'POST',
  '/explain': 'POST',
  '/health': 'GET, HEAD',
  '/metrics': 'GET, HEAD',
  '/openapi.json': 'GET, HEAD',
};

/** Time in which a request must have arrived, in milliseconds: who sends nothing holds nothing. */
const requestTimeout = 60_000;

/** A server of a classifier that does not listen yet. Closing it answers what is under way. */
export async function buildServer(classifier: Classifier, config: ServerConfig): Promise<FastifyInstance> {
  const { limits, logs, batchSize = 16 } = config;
  const turns: Turns = new Turns(classifier, { batchSize, onBatch: (images) => metrics.batchImages.observe(images) });
  const metrics = createMetrics(() => turns.waiting);
  const server: FastifyInstance = fastify({
    logger: logs ? { stream: process.stderr } : false,
    bodyLimit: limits.maxBytes,
    requestTimeout,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerParserError,
    frameworkErrors: (error, request, reply) => void answerError(error, { request, reply, limits }),
  });
  await server.register(multipart, { limits: { fileSize: limits.maxBytes, files: mostImages, fields: 0, parts: mostImages } });
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser(/^(?:image\/|application\/octet-stream)/u, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => body);
  addErrors(server, limits);
  addHooks(server, { config, metrics });
  addRoutes(server, { ...config, classifier, turns, metrics });
  return server;
}

interface Answering {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly limits: Limits;
}

async function answerError(error: unknown, { request, reply, limits }: Answering): Promise<void> {
  const refused = requestErrorOf(error, limits);
  if (refused.status >= 500) request.log.error(error);
  await reply.code(refused.status).headers(refused.headers).send(errorAnswer(refused));
}

function addErrors(server: FastifyInstance, limits: Limits): void {
  server.setErrorHandler((error, request, reply) => answerError(error, { request, reply, limits }));
  server.setNotFoundHandler(({ method, url }) => {
    const [path = ''] = url.split('?');
    const allowed = methodsOf[path];
    if (allowed === undefined) throw new RequestError('not-found', `There is no ${path}: /openapi.json lists what there is.`);
    throw new RequestError('method-not-allowed', `${method} ${path} is not served: use ${allowed}.`, { Allow: allowed });
  });
}

function addHooks(server: FastifyInstance, { config: { token, limits }, metrics }: { readonly config: ServerConfig; readonly metrics: Metrics }): void {
  let underWay = 0;
  let isStopping = false;
  server.addHook('preClose', async () => void (isStopping = true));
  server.addHook('onRequest', async ({ headers, routeOptions, method }, reply) => {
    if (routeOptions.url !== '/health') requireAccess(headers, token);
    if (method !== 'POST') return;
    if (Number(headers['content-length'] ?? 0) > limits.maxBytes) throw bodyTooLarge(limits.maxBytes);
    if (underWay >= limits.maxWaiting)
      throw new RequestError('busy', `${underWay} requests are under way, which is the limit: try again.`, { 'Retry-After': '1' });
    underWay += 1;
    reply.raw.once('close', () => (underWay -= 1));
  });
  server.addHook('onSend', async ({ routeOptions: { url = 'none' } }, reply) => {
    if (isStopping) reply.header('Connection', 'close');
    metrics.requests.inc({ route: url, status: reply.statusCode });
    metrics.seconds.observe({ route: url }, reply.elapsedTime / 1000);
  });
}

function addRoutes(server: FastifyInstance, service: Service): void {
  const { classifier, turns, metrics, token, limits } = service;
  server.post('/classify', (request, reply) => classify(request, reply, service));
  server.post<{ Querystring: { class?: string } }>('/explain', async (request, reply) => {
    const { bytes } = await givenImage(request, limits);
    const png = await turns.inTurn(() => explanationPicture(classifier, bytes, request.query.class));
    return reply.type('image/png').send(png);
  });
  server.get('/health', { logLevel: 'warn' }, async () => ({ status: 'ok', waiting: turns.waiting }));
  server.get('/metrics', { logLevel: 'warn' }, async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()));
  server.get('/openapi.json', async () => openApi({ ...limits, needsToken: token !== null }));
}

async function classify(request: FastifyRequest, reply: FastifyReply, { turns, metrics, top, limits }: Service): Promise<unknown> {
  const { images, areMany } = await givenImages(request, limits);
  const signal = goneSignal(reply);
  const verdicts = await Promise.all(images.map(({ bytes }) => turns.classify(bytes, signal)));
  for (const { error } of verdicts) metrics.images.inc({ outcome: error === undefined ? 'classified' : 'refused' });
  if (areMany) return { images: images.map((image, index) => answerInList(image, verdicts[index]!, { top, maxBytes: limits.maxBytes })) };
  return classificationAnswer(requireRead(verdicts[0]!), top);
}

function requireRead({ classification, error }: Verdict) {
  if (error !== undefined) throw error;
  return classification;
}

/** Aborted when whoever asked is gone before the answer. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableEnded) gone.abort(new RequestError('malformed', 'The connection was closed before the answer.'));
  });
  return gone.signal;
}
