import { mayFetchFrom } from './own-machine.ts';

/** A repository of a Hub, and who asks. */
export interface HubPlace {
  /** `OWNER/NAME` */
  readonly repository: string;
  readonly host: string;
  readonly token: string;
  readonly signal: AbortSignal | undefined;
}

/** What is asked: JSON, or a line of JSON for each. */
type Body = { readonly json: object; readonly type?: string } | { readonly lines: readonly object[] };

/** An answer that is a refusal. */
export class HubAnswerError extends Error {
  readonly status: number;
  /** In the Hub's own words. */
  readonly said: string | null;

  constructor(status: number, said: string | null) {
    super(`the Hub answers ${status}`);
    this.status = status;
    this.said = said;
  }
}

/** Posts to the Hub, with the token, and gives its answer.
 *
 * @throws {HubAnswerError} on a refusal, {TypeError} without an answer. */
export async function askHub({ host, token, signal }: HubPlace, path: string, body: Body): Promise<unknown> {
  const isLines = 'lines' in body;
  const type = isLines ? 'application/x-ndjson' : (body.type ?? 'application/json');
  const response = await send(`${host}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': type, Accept: isLines ? 'application/json' : type },
    body: isLines ? body.lines.map((line) => JSON.stringify(line)).join('\n') : JSON.stringify(body.json),
    signal: signal ?? null,
  });
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

/** `fetch` that sends nothing in the clear to another machine, and follows nobody elsewhere.
 *
 * @throws {HubAnswerError} on a refusal, {TypeError} without an answer. */
export async function send(address: string, init: RequestInit): Promise<Response> {
  const url = new URL(address);
  if (!mayFetchFrom(url)) throw new TypeError(`nothing is sent to ${url.protocol}//${url.host}`);
  const response = await fetch(url, { ...init, redirect: 'error' });
  if (response.ok) return response;
  throw new HubAnswerError(response.status, errorIn(await response.text()));
}

function errorIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    return typeof error === 'string' ? error : null;
  } catch {
    return null;
  }
}
