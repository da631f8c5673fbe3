import type { Host, Thread, ThreadStart } from './host.ts';

const source = `
onmessage = ({ data: { module, memory, job, scratch, stack } }) => {
  const { serve, __stack_pointer } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  __stack_pointer.value = stack;
  postMessage('serving');
  serve(job, scratch);
};
`;

async function startThread(start: ThreadStart): Promise<Thread> {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address);
    await new Promise((resolve, reject) => {
      worker.addEventListener('message', resolve);
      worker.addEventListener('error', reject);
      worker.postMessage(start, []);
    });
    return { stop: () => worker.terminate() };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A browser. Threads need a page that is cross-origin isolated, and a worker of it to call from: a
 * page's own thread may not sleep. */
export const host: Host = {
  coreCount: () => navigator.hardwareConcurrency,
  mayWait: () => globalThis.crossOriginIsolated && typeof window === 'undefined',
  enableRelaxedSimd: () => {},
  startThread,
};
