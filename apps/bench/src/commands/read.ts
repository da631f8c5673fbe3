import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { resnet18 } from '@attune/resnet';

import { median, spread } from '../measure/statistics.ts';
import { type Reading, startTorchReader } from '../read/torch-reader.ts';
import { markdownTable } from '../report.ts';

export interface ReadOptions {
  readonly file?: string | undefined;
  readonly rounds: number;
  /** Where Attune's values end: as float32 in torch's order, or in a network, in its own. PyTorch's end in a network. */
  readonly into: 'tensors' | 'network';
  readonly json?: true | undefined;
}

/** Reads ResNet-18's weights into tensors or a network beside `torch.load` and `load_state_dict`, in turns. The first reading of each warms up: its time is told apart, its memory counts. */
export async function read({ file, rounds, into, json }: ReadOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-read-'));
  const path = file ?? join(folder, 'resnet18.pth');
  try {
    const torch = await startTorchReader(path, { write: file === undefined });
    const attune = await startAttuneReader(path, into);
    const readings: { readonly attune: Reading[]; readonly torch: Reading[] } = { attune: [], torch: [] };
    for (let round = 0; round <= rounds; round++) {
      readings.attune.push(await attune());
      readings.torch.push(await torch.read());
    }
    torch.close();
    print(readings, (await stat(path)).size, json === true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startAttuneReader(path: string, into: ReadOptions['into']): Promise<() => Promise<Reading>> {
  await startBackend('cpu');
  const model = resnet18({ classes: 1000 });
  const work = into === 'network' ? async () => loadPretrained(model, await readCheckpoint(path)) : () => readTensors(path);
  const before = peakBytes();
  return async () => {
    const start = performance.now();
    await work();
    return { seconds: (performance.now() - start) / 1000, peakBytes: peakBytes() - before };
  };
}

/** All of them at once, as an application holds them. */
async function readTensors(path: string): Promise<readonly Float32Array[]> {
  const values: Float32Array[] = [];
  for (const entry of (await readCheckpoint(path)).tensors) values.push(await entry.readFloat32());
  return values;
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function print(readings: Readonly<Record<'attune' | 'torch', readonly Reading[]>>, fileBytes: number, json: boolean): void {
  const results = (['attune', 'torch'] as const).map((name) => {
    const samples = readings[name].slice(1).map(({ seconds }) => seconds);
    return { name, seconds: median(samples), spread: spread(samples), first: readings[name][0]!.seconds, peakBytes: readings[name].at(-1)!.peakBytes, samples };
  });
  const [ours, theirs] = results;
  const ratio = { torch: ours!.seconds / theirs!.seconds };
  const rows = results.map((result) => [
    result.name,
    result.seconds.toFixed(3),
    `${(100 * result.spread).toFixed(0)} %`,
    result.first.toFixed(3),
    `${(result.peakBytes / 1e6).toFixed(0)} MB`,
    `${(result.peakBytes / fileBytes).toFixed(2)} ×`,
  ]);
  const text = markdownTable(['', 'seconds', 'spread', 'the first', 'peak grew by', 'of the file'], rows);
  process.stdout.write(
    `${json ? JSON.stringify({ results, ratio, fileBytes }) : `${text}\n\nAttune takes ${ratio.torch.toFixed(2)} × the time of PyTorch.`}\n`,
  );
}
