// Classifies over HTTP. `attune serve RUN` does more: batches, limits, tokens, metrics, OpenAPI.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { open, sampleWeights, startBackend } from 'attune';

await startBackend('auto');
const classifier = await open(sampleWeights());
const server = createServer(async (request, response) => {
  response.setHeader('Content-Type', 'application/json');
  try {
    response.end(JSON.stringify(await classifier.classify(await buffer(request))));
  } catch (error) {
    response.writeHead(400).end(JSON.stringify({ error: (error as Error).message }));
  }
}).listen(0, '127.0.0.1');
await once(server, 'listening');

const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const post = (body: BodyInit) => fetch(address, { method: 'POST', body });
const picture = Uint8Array.from([...Buffer.from('P6 32 32 255\n'), ...Buffer.alloc(32 * 32 * 3, 200)]); // a PPM; JPEG, PNG, WebP, … alike
const answer = await post(picture);
const { guesses } = (await answer.json()) as { guesses: { probability: number }[] };
const refused = await post('no image');
server.close();

assert.deepEqual([answer.status, guesses.length, refused.status], [200, 10, 400]);
console.log(`${answer.status}: ${guesses.length} classes; ${refused.status}: ${((await refused.json()) as { error: string }).error}`);
