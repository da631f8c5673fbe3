import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import { RequestError, errorAnswer } from './request-error.ts';

/** Answers what Node's HTTP parser refuses before there is a request, in the shape of every other
 * refusal, and ends the connection. */
export function answerParserError({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refused = refusalOf(code);
  const body = JSON.stringify(errorAnswer(refused));
  const head = [
    `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function refusalOf(code: string | undefined): RequestError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new RequestError('timed-out', 'The request did not arrive in time: send it whole.');
  if (code === 'HPE_HEADER_OVERFLOW') return new RequestError('headers-too-large', 'The headers are too large: send fewer, or shorter ones.');
  return new RequestError('malformed', 'The request is not HTTP/1.1.');
}
