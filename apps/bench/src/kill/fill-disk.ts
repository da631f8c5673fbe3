import { existsSync } from 'node:fs';
import { cp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { seededRandom } from '@attune/nn';

import { type Ended, runAttune } from './attune-process.ts';
import { writeColourImages } from './colour-images.ts';
import { type Round, type RoundsOptions, type RoundsResult, hashesOf, inRounds, mustEnd, quietly, smallJob } from './rounds.ts';
import { SmallDisk } from './small-disk.ts';

const isWeights = (name: string) => name.endsWith('.safetensors');

/** Trains, resumes and exports where the disk takes no more after a random number of bytes: the
 * command must say so, what was there before must be whole, and with room again the run must end
 * with the weights of one that always had it.
 *
 * In turns no file may grow past so many bytes, or, where one may be mounted, the disk is so
 * small. */
export async function fillDisk(options: RoundsOptions): Promise<RoundsResult> {
  const { folder, seed } = options;
  const data = join(folder, 'data');
  await writeColourImages(data, { train: 4, val: 2 });
  const job = ['finetune', data, ...smallJob, '--epochs', '1,1,0', ...quietly];
  const whole = join(folder, 'whole');
  await mustEnd([...job, '--out', whole]);
  const run: WholeRun = { folder: whole, job, weights: (await hashesOf(whole, isWeights)).join(), sizes: await sizesIn(whole) };
  const random = seededRandom(seed);
  return inRounds(options, async (index) => {
    const work = works[index % works.length]!;
    const share = random();
    return (index % 2 === 1 && (await onSmallDisk(run, work, { place: join(folder, 'disk'), share }))) || withShortFiles(run, work, { folder, share });
  });
}

/** What is done where the disk fills: a training, or an export of the whole run. */
const works = ['training', 'training', 'torch', 'training', 'training', 'onnx', 'training', 'training', 'tfjs'] as const;
type Work = (typeof works)[number];

/** The run that always had room. */
interface WholeRun {
  readonly folder: string;
  readonly job: readonly string[];
  /** Hashes of its files of weights. */
  readonly weights: string;
  /** Of its files, in bytes. */
  readonly sizes: readonly number[];
}

/** No file may grow past a limit. Small files are as worth filling as large ones: of all sizes
 * alike, by their logarithm. */
async function withShortFiles(whole: WholeRun, work: Work, { folder, share }: { readonly folder: string; readonly share: number }): Promise<Round> {
  const run = join(folder, 'round');
  await rm(run, { recursive: true, force: true });
  const fileBytes = Math.floor(2 ** (share * Math.log2(2 * Math.max(...whole.sizes))));
  if (work !== 'training') await cp(whole.folder, run, { recursive: true });
  const ended = await runAttune(wordsOf(whole, work, run), { fileBytes });
  return judged(whole, work, { run, ended, at: `${fileBytes} bytes of a file`, said: /cannot be written: files may not be that large here \(EFBIG\)/u });
}

/** The disk is smaller than what is written; null where none may be mounted. */
async function onSmallDisk(whole: WholeRun, work: Work, { place, share }: { readonly place: string; readonly share: number }): Promise<Round | null> {
  const total = whole.sizes.reduce((sum, size) => sum + size, 0);
  const isExport = work !== 'training';
  const bytes = Math.floor(isExport ? total * (1.1 + share) : 2 ** (14 + share * (Math.log2(1.5 * total) - 14)));
  const disk = await SmallDisk.mount(place, bytes);
  if (disk === null) return null;
  try {
    const run = join(place, 'run');
    if (isExport) await cp(whole.folder, run, { recursive: true });
    const ended = await runAttune(wordsOf(whole, work, run));
    await disk.makeRoom(16 * total);
    return await judged(whole, work, { run, ended, at: `a disk of ${bytes} bytes`, said: /cannot be written: the disk is full \(ENOSPC\)/u });
  } finally {
    await disk.unmount();
  }
}

function wordsOf({ job }: WholeRun, work: Work, run: string): string[] {
  return work === 'training' ? [...job, '--out', run] : ['export', run, '--to', work];
}

interface Filled {
  readonly run: string;
  readonly ended: Ended;
  /** Where the disk was full. */
  readonly at: string;
  /** What the command must have said, unless all fitted. */
  readonly said: RegExp;
}

async function judged(whole: WholeRun, work: Work, { run, ended, at, said }: Filled): Promise<Round> {
  const { code, stderr } = ended;
  const isExport = work !== 'training';
  const kind = at.startsWith('a disk') ? 'a small disk' : 'short files';
  const isSaid = code === 0 || (code === 1 && said.test(stderr));
  return {
    outcome: `${isExport ? 'export' : 'training'}, ${kind}, ${code === 0 ? 'fits' : 'full'}`,
    silentlyWrong: isSaid ? null : `exit ${code} at ${at}: ${stderr.slice(-300)}`,
    lost: isExport ? await lostByExport(whole, { run, at }) : await goOn(whole, { run, at, code }),
  };
}

async function lostByExport({ weights }: WholeRun, { run, at }: { readonly run: string; readonly at: string }): Promise<string | null> {
  return (await hashesOf(run, isWeights)).join() === weights ? null : `the run, at ${at}`;
}

/** Goes on with room, or begins anew where the run had not begun. Null when all is as
 * it should be. */
async function goOn(
  { job, weights }: WholeRun,
  { run, at, code }: { readonly run: string; readonly at: string; readonly code: number | null },
): Promise<string | null> {
  const begun = existsSync(join(run, 'run.json'));
  const { code: after, stderr } =
    code === 0 ? { code: 0, stderr: '' } : await runAttune(begun ? ['finetune', '--resume', run, ...quietly] : [...job, '--out', run]);
  if (after !== 0) return `does not go on after ${at}, exit ${after}: ${stderr.slice(-300)}`;
  return (await hashesOf(run, isWeights)).join() === weights ? null : `other weights after ${at}`;
}

async function sizesIn(folder: string): Promise<number[]> {
  const names = await readdir(folder, { recursive: true });
  return Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
}
