/** Lets messages in: training waits for nothing but its own promises, and a page that wants to pause it would not be heard. No timer, which hidden pages slow down. */
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
