import { ImageError } from '@attune/data';
import { AttuneError } from '@attune/errors';

import { spellFlags } from '../../advice.ts';

const statuses = {
  malformed: 400,
  unauthorized: 401,
  'not-found': 404,
  'method-not-allowed': 405,
  'timed-out': 408,
  'too-large': 413,
  'unsupported-type': 415,
  misdirected: 421,
  'unreadable-image': 422,
  busy: 429,
  'headers-too-large': 431,
  failed: 500,
  stopping: 503,
} as const;

export type RequestFault = keyof typeof statuses;

/** A request that is not answered as it was meant: with a status, and a fault and a message in the
 * body. */
export class RequestError extends AttuneError {
  static override readonly code = 'ATTUNE_REQUEST';
  readonly fault: RequestFault;
  readonly headers: Readonly<Record<string, string>>;

  constructor(fault: RequestFault, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'RequestError';
    this.fault = fault;
    this.headers = headers;
  }

  get status(): number {
    return statuses[this.fault];
  }
}

/** What the answer to a failed request says. */
export interface ErrorAnswer {
  readonly error: { readonly code: RequestFault; readonly message: string };
}

export function errorAnswer({ fault, message }: RequestError): ErrorAnswer {
  return { error: { code: fault, message } };
}

/** What Fastify and its plugins refuse, by their codes. */
const faults: Readonly<Record<string, readonly [RequestFault, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-type', 'The type of the body is not known: send image/*, application/json or multipart/form-data.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed', 'The body is empty: send an image.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed', 'The body is not JSON.'],
  FST_FILES_LIMIT: ['too-large', 'There are too many files: send fewer at once.'],
  FST_PARTS_LIMIT: ['too-large', 'There are too many parts: send fewer at once.'],
  FST_FIELDS_LIMIT: ['malformed', 'There are fields that are no files: send images.'],
};

const tooLarge: ReadonlySet<string | undefined> = new Set(['FST_ERR_CTP_BODY_TOO_LARGE', 'FST_REQ_FILE_TOO_LARGE']);

/** How a failure is answered. What is not the request's fault is said in the log alone. */
export function requestErrorOf(error: unknown, { maxBytes }: { readonly maxBytes: number }): RequestError {
  if (RequestError.isInstance(error)) return error;
  if (ImageError.isInstance(error)) return new RequestError('unreadable-image', unreadable(error));
  const { code, statusCode, message } = error as { readonly code?: string; readonly statusCode?: number; readonly message?: string };
  if (tooLarge.has(code)) return bodyTooLarge(maxBytes);
  const known = faults[code ?? ''];
  if (known !== undefined) return new RequestError(...known);
  if (statusCode === 503) return new RequestError('stopping', 'The server is stopping.', { 'Retry-After': '1' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new RequestError('malformed', message ?? 'The request is malformed.');
  return new RequestError('failed', 'The server failed; its log says why.');
}

export function bodyTooLarge(maxBytes: number): RequestError {
  return new RequestError('too-large', `The body is larger than ${maxBytes} bytes: send a smaller image, or fewer at once.`);
}

function unreadable({ reason }: ImageError): string {
  return `The image cannot be decoded: ${spellFlags(reason, new Set())}.`;
}
