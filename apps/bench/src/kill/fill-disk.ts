import { existsSync } from 'node:fs';
import { cp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { seededRandom } from '@attune/nn';

import { runAttune } from './attune-process.ts';
import { writeColourImages } from './colour-images.ts';
import { type RoundsOptions, type RoundsResult, hashesOf, inRounds, mustEnd, quietly, smallJob } from './rounds.ts';

const isWeights = (name: string) => name.endsWith('.safetensors');

/** Trains, resumes and exports where no file may grow past a random byte: the command must say that
 * the disk took no more, what was there before must be whole, and with room again the run must end
 * with the weights of one that always had it. */
export async function fillDisk(options: RoundsOptions): Promise<RoundsResult> {
  const { folder, seed } = options;
  const data = join(folder, 'data');
  await writeColourImages(data, { train: 4, val: 2 });
  const job = ['finetune', data, ...smallJob, '--epochs', '1,1,0', ...quietly];
  const [whole, place] = [join(folder, 'whole'), join(folder, 'round')];
  await mustEnd([...job, '--out', whole]);
  const right = (await hashesOf(whole, isWeights)).join();
  const largest = await largestFile(whole);
  const random = seededRandom(seed);
  return inRounds(options, async (index) => {
    await rm(place, { recursive: true, force: true });
    const isExport = index % 3 === 2;
    if (isExport) await cp(whole, place, { recursive: true });
    // Small files are as worth filling as large ones: of all sizes alike, by their logarithm.
    const fileBytes = Math.floor(2 ** (random() * Math.log2(2 * largest)));
    const words = isExport ? ['export', place, '--to', ['torch', 'onnx', 'tfjs'][index % 9 === 2 ? 0 : index % 9 === 5 ? 1 : 2]!] : [...job, '--out', place];
    const { code, stderr } = await runAttune(words, { fileBytes });
    const outcome = `${isExport ? 'export' : 'training'}, ${code === 0 ? 'fits' : 'full'}`;
    const said = code === 0 || (code === 1 && /cannot be written: files may not be that large here \(EFBIG\)/u.test(stderr));
    const silentlyWrong = said ? null : `exit ${code} at ${fileBytes} bytes: ${stderr.slice(-300)}`;
    if (isExport) return { outcome, silentlyWrong, lost: (await hashesOf(place, isWeights)).join() === right ? null : `the run, at ${fileBytes} bytes` };
    return { outcome, silentlyWrong, lost: await goOn({ place, job, right, fileBytes, code }) };
  });
}

interface Interrupted {
  readonly place: string;
  readonly job: readonly string[];
  readonly right: string;
  readonly fileBytes: number;
  readonly code: number | null;
}

/** Goes on with room, or begins anew where the run had not begun. Null when all is as
 * it should be. */
async function goOn({ place, job, right, fileBytes, code }: Interrupted): Promise<string | null> {
  const begun = existsSync(join(place, 'run.json'));
  const { code: after, stderr } =
    code === 0 ? { code: 0, stderr: '' } : await runAttune(begun ? ['finetune', '--resume', place, ...quietly] : [...job, '--out', place]);
  if (after !== 0) return `does not go on after ${fileBytes} bytes, exit ${after}: ${stderr.slice(-300)}`;
  return (await hashesOf(place, isWeights)).join() === right ? null : `other weights after ${fileBytes} bytes`;
}

async function largestFile(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return Math.max(...(await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))));
}
