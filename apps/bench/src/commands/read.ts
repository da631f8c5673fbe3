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
  readonly json?: true | undefined;
}

/** Reads ResNet-18's weights into a network beside `torch.load` and `load_state_dict`, in turns. The first reading of each warms up: its time does not count, its memory does. */
export async function read({ file, rounds, json }: ReadOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-read-'));
  const path = file ?? join(folder, 'resnet18.pth');
  try {
    const torch = await startTorchReader(path, { write: file === undefined });
    const attune = await startAttuneReader(path);
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

async function startAttuneReader(path: string): Promise<() => Promise<Reading>> {
  await startBackend('cpu');
  const model = resnet18({ classes: 1000 });
  const before = peakBytes();
  return async () => {
    const start = performance.now();
    await loadPretrained(model, await readCheckpoint(path));
    return { seconds: (performance.now() - start) / 1000, peakBytes: peakBytes() - before };
  };
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function print(readings: Readonly<Record<'attune' | 'torch', readonly Reading[]>>, fileBytes: number, json: boolean): void {
  const results = (['attune', 'torch'] as const).map((name) => {
    const samples = readings[name].slice(1).map(({ seconds }) => seconds);
    return { name, seconds: median(samples), spread: spread(samples), peakBytes: readings[name].at(-1)!.peakBytes, samples };
  });
  const [ours, theirs] = results;
  const ratio = { torch: ours!.seconds / theirs!.seconds };
  const rows = results.map((result) => [
    result.name,
    result.seconds.toFixed(3),
    `${(100 * result.spread).toFixed(0)} %`,
    `${(result.peakBytes / 1e6).toFixed(0)} MB`,
    `${(result.peakBytes / fileBytes).toFixed(2)} ×`,
  ]);
  const text = markdownTable(['', 'seconds', 'spread', 'peak grew by', 'of the file'], rows);
  process.stdout.write(
    `${json ? JSON.stringify({ results, ratio, fileBytes }) : `${text}\n\nAttune takes ${ratio.torch.toFixed(2)} × the time of PyTorch.`}\n`,
  );
}
