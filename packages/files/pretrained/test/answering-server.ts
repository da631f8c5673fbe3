import type { IncomingMessage } from 'node:http';

import { type Answer, LoopbackServer } from '../../../../tools/testing/loopback-server.ts';

/** A server on this machine that answers as a test says. */
export class AnsweringServer extends LoopbackServer {
  /** Every request so far. */
  readonly requests: IncomingMessage[] = [];
  answer: Answer;

  constructor(answer: Answer = (_, response) => void response.end()) {
    super((request, response) => {
      this.requests.push(request);
      this.answer(request, response);
    });
    this.answer = answer;
  }
}
