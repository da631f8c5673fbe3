import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { seededRandom } from '@attune/nn';

import { BenchError } from '../bench-error.ts';
import { runAttune } from './attune-process.ts';
import { writeColourImages } from './colour-images.ts';
import { type Round, type RoundsOptions, type RoundsResult, inRounds, quietly, smallJob } from './rounds.ts';

type Sides = Readonly<Record<'train' | 'validation', { readonly names: readonly string[] }>>;

/** Kills a training with -9, changes its data, and resumes: without changes it must go on; with
 * any, be refused with their names; and with `--accept-changed-data`, killed once more on the way,
 * go on with every image that it knew on its side. */
export async function changeData(options: RoundsOptions): Promise<RoundsResult> {
  const { folder, seed } = options;
  await writeColourImages(join(folder, 'images'), { all: 9 });
  const random = seededRandom(seed);
  const started = await stoppedRun(folder);
  return inRounds(options, async (index) => {
    const [run, data] = [join(folder, 'run'), join(folder, 'changed')];
    for (const [from, to] of [
      [started, run],
      [join(folder, 'images/all'), data],
    ] as const) {
      await rm(to, { recursive: true, force: true });
      await cp(from, to, { recursive: true });
    }
    const change = changes[index % changes.length]!;
    await change.make(data, random);
    const before = await sidesOf(run);
    const resume = ['finetune', data, '--resume', run, ...quietly.slice(2)];
    const plain = await runAttune(resume);
    if (change.name === 'nothing') return outcomeOf(change.name, { silentlyWrong: plain.code === 0 ? null : plain.stderr });
    const isRefused = plain.code === 2 && /other data|changed sides|has the classes/u.test(plain.stderr);
    if (!isRefused) return outcomeOf(change.name, { silentlyWrong: `exit ${plain.code}: ${plain.stderr.slice(-300)}` });
    await runAttune([...resume, '--accept-changed-data'], { killAfter: 300 + random() * 2500 });
    const accepted = await runAttune([...resume, '--accept-changed-data']);
    if (accepted.code !== 0 && !accepted.stderr.includes('finished all its stages'))
      return outcomeOf(change.name, { lost: `does not go on, exit ${accepted.code}: ${accepted.stderr.slice(-300)}` });
    return outcomeOf(change.name, { silentlyWrong: movedOf(before, await sidesOf(run)) });
  });
}

function outcomeOf(change: string, { lost = null, silentlyWrong = null }: Pick<Round, 'lost' | 'silentlyWrong'>): Round {
  return { outcome: `${change}: ${change === 'nothing' ? 'goes on' : 'refused, then accepted'}`, lost, silentlyWrong };
}

/** A run that was killed after its first checkpoint. */
async function stoppedRun(folder: string): Promise<string> {
  const run = join(folder, 'started');
  const job = ['finetune', join(folder, 'images/all'), ...smallJob, '--epochs', '2,1,0', ...quietly, '--out', run];
  for (let killAfter = 1500; killAfter < 60_000; killAfter += 250) {
    await rm(run, { recursive: true, force: true });
    const { code } = await runAttune(job, { killAfter });
    const names = await readdir(run).catch((): string[] => []);
    if (code === null && names.includes('training.checkpoint')) return run;
    if (code !== null) break;
  }
  throw new BenchError('No training was killed between its first checkpoint and its end.');
}

async function sidesOf(run: string): Promise<Sides> {
  return JSON.parse(await readFile(join(run, 'data.json'), 'utf8')) as Sides;
}

/** Null when every image that is known before and after keeps its side. */
function movedOf(before: Sides, after: Sides): string | null {
  const [train, validation] = [new Set(after.train.names), new Set(after.validation.names)];
  const moved = [...before.train.names.filter((name) => validation.has(name)), ...before.validation.names.filter((name) => train.has(name))];
  return moved.length === 0 ? null : `changed sides: ${moved.join(', ')}`;
}

interface Change {
  readonly name: string;
  readonly make: (data: string, random: () => number) => Promise<void>;
}

const classes = ['blue', 'red'] as const;
const someOf = (random: () => number) => `${Math.floor(random() * 9)}.ppm`;

const changes: readonly Change[] = [
  { name: 'nothing', make: async () => {} },
  { name: 'one image more in each class', make: (data, random) => Promise.all(classes.map((name) => addImage(join(data, name), random))).then(() => {}) },
  {
    name: 'many images more',
    make: async (data, random) => {
      for (let count = 0; count < 12; count++) await addImage(join(data, classes[count % 2]!), random);
    },
  },
  { name: 'an image less', make: (data, random) => rm(join(data, 'red', someOf(random))) },
  { name: 'an image of other bytes', make: (data, random) => alter(join(data, 'blue', someOf(random))) },
  { name: 'an image in another class', make: (data, random) => rename(join(data, 'red', someOf(random)), join(data, 'blue', 'once-red.ppm')) },
  {
    name: 'an image of another name',
    make: (data, random) => rename(join(data, 'red', someOf(random)), join(data, 'red', `renamed-${Math.floor(random() * 1e6)}.ppm`)),
  },
  {
    name: 'all of one class in a folder of its own',
    make: async (data) => {
      await rename(join(data, 'red'), join(data, 'inner'));
      await mkdir(join(data, 'red'));
      await rename(join(data, 'inner'), join(data, 'red', 'inner'));
    },
  },
];

async function addImage(folder: string, random: () => number): Promise<void> {
  const bytes = await readFile(join(folder, '0.ppm'));
  bytes.fill(Math.floor(random() * 256), 20, 1000);
  await writeFile(join(folder, `${Math.floor(random() * 1e9)}.ppm`), bytes);
}

async function alter(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(30) ^ 0x55, 30);
  await writeFile(path, bytes);
}
