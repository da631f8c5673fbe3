import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give by themselves, to listeners at port 0 and to connections: nobody takes
 * one of these by chance between the look and the use, nor while a server starts again. */
const [first, last] = [20_000, 32_767];

/** A port of this machine where nobody listens, for a program that has to be told one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * (last - first + 1));
    const listener = createServer().listen(port, '127.0.0.1');
    const isFree = await once(listener, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    listener.close();
    await once(listener, 'close');
    return port;
  }
}
