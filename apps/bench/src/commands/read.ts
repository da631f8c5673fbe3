import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { median, spread } from '../measure/statistics.ts';
import { type Reader, type ReaderOptions, type Reading, readerNames, startReader, writeWithTorch } from '../read/reader.ts';
import { markdownTable } from '../report.ts';

export interface ReadOptions extends Pick<ReaderOptions, 'into' | 'memory'> {
  readonly file?: string | undefined;
  readonly rounds: number;
  /** Whether the processes stay between readings, or each reading has one of its own. */
  readonly processes: 'stay' | 'fresh';
  readonly json?: true | undefined;
}

type Readings = Readonly<Record<(typeof readerNames)[number], Reading[]>>;

/** Reads ResNet-18's weights into tensors or a network beside `torch.load` and `load_state_dict`,
 * in turns, in processes that stay or in fresh ones. The first reading of each warms up: its time
 * is told apart, its memory counts. */
export async function read({ file, rounds, processes, into, memory, json }: ReadOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-read-'));
  const path = file ?? join(folder, 'resnet18.pth');
  try {
    if (file === undefined) await writeWithTorch(path);
    const readings = await (processes === 'stay' ? readInTurns : readFresh)({ path, into, memory }, rounds);
    print(readings, (await stat(path)).size, json === true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readInTurns(options: ReaderOptions, rounds: number): Promise<Readings> {
  const readers: [Reader, Reader] = [await startReader('attune', options), await startReader('torch', options)];
  const readings: Readings = { attune: [], torch: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const [index, name] of readerNames.entries()) readings[name].push(await readers[index]!.read());
  }
  for (const reader of readers) reader.close();
  return readings;
}

async function readFresh(options: ReaderOptions, rounds: number): Promise<Readings> {
  const readings: Readings = { attune: [], torch: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const name of readerNames) {
      const reader = await startReader(name, options);
      readings[name].push(await reader.read());
      reader.close();
    }
  }
  return readings;
}

function print(readings: Readings, fileBytes: number, json: boolean): void {
  const results = readerNames.map((name) => {
    const samples = readings[name].slice(1).map(({ seconds }) => seconds);
    const pageFaults = median(readings[name].slice(1).map((reading) => reading.pageFaults));
    return {
      name,
      seconds: median(samples),
      spread: spread(samples),
      first: readings[name][0]!.seconds,
      peakBytes: readings[name].at(-1)!.peakBytes,
      pageFaults,
      samples,
    };
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
    result.pageFaults.toFixed(0),
  ]);
  const text = markdownTable(['', 'seconds', 'spread', 'the first', 'peak grew by', 'of the file', 'page faults'], rows);
  process.stdout.write(
    `${json ? JSON.stringify({ results, ratio, fileBytes }) : `${text}\n\nAttune takes ${ratio.torch.toFixed(2)} × the time of PyTorch.`}\n`,
  );
}
