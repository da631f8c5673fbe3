/** Lets the process hear what waits: a message to a worker, Ctrl-C. A loop that waits for nothing
 * but the promises of a backend on this thread is deaf without it, as those never leave the queue
 * of microtasks. Some 40 µs (Node 20, 2 cores), so once per batch costs nothing. No timer, which
 * hidden pages slow down. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
