import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { startBackend } from '@attune/backend';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { resnet18 } from '@attune/resnet';

/** Attune's side of `attune-bench read`, in a process of its own: main.js PATH
 * tensors|network. What the last reading left is collected before the clock starts,
 * since PyTorch's is by its counting of references. */
const [path, into] = process.argv.slice(2) as [string, string];
const readOnce = into === 'network' ? await readerIntoNetwork() : readTensors;
globalThis.gc!();
forgetPeak();
const before = process.memoryUsage.rss();
process.stdout.write('ready\n');
for await (const _ of createInterface({ input: process.stdin })) {
  globalThis.gc!();
  const { minorPageFault } = process.resourceUsage();
  const start = performance.now();
  await readOnce();
  const seconds = (performance.now() - start) / 1000;
  const used = process.resourceUsage();
  process.stdout.write(`${seconds} ${1024 * used.maxRSS - before} ${used.minorPageFault - minorPageFault}\n`);
}
// The backend's threads keep the process alive.
process.exit();

async function readerIntoNetwork(): Promise<() => Promise<unknown>> {
  await startBackend('auto');
  const model = resnet18({ classes: 1000 });
  return async () => loadPretrained(model, await readCheckpoint(path));
}

/** All of them at once, as an application holds them. */
async function readTensors(): Promise<readonly Float32Array[]> {
  const values: Float32Array[] = [];
  for (const entry of (await readCheckpoint(path)).tensors) values.push(await entry.readFloat32());
  return values;
}

/** Linux counts the peak of memory anew from here on. */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}
