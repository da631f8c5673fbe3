import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { seededRandom } from '@attune/nn';

import { runAttune } from './attune-process.ts';
import { writeColourImages } from './colour-images.ts';
import { type Round, type RoundsOptions, type RoundsResult, hashesOf, inRounds, mustEnd, quietly, smallJob } from './rounds.ts';

const outs = { safetensors: 'out.safetensors', torch: 'out.pth', onnx: 'out.onnx', tfjs: 'out' } as const;
type Format = keyof typeof outs;
const formats = Object.keys(outs) as Format[];

/** Exports a run over an older export, or to a new place, killed with -9 at random moments: what is
 * there afterwards must be the old one or the new one, whole, or nothing where nothing was; the run
 * itself must be untouched; and the same export must then succeed. */
export async function killExports(options: RoundsOptions): Promise<RoundsResult> {
  const { folder, seed } = options;
  const [run, older] = [join(folder, 'run'), join(folder, 'older')];
  await writeColourImages(join(folder, 'data'), { train: 4, val: 2 });
  for (const [place, extra] of [
    [run, ['--attention', 'cbam']],
    [older, ['--attention', 'cbam', '--rate-scale', '3']],
  ] as const)
    await mustEnd(['finetune', join(folder, 'data'), ...smallJob, ...extra, '--epochs', '1,0,0', ...quietly, '--out', place]);
  const before = await hashesOf(run);
  const whole = await exportsOf(run);
  const old = await exportsOf(older);
  const random = seededRandom(seed);
  return inRounds(options, async (index) => {
    const format = formats[index % formats.length]!;
    const place = join(folder, 'round', outs[format]);
    await rm(join(folder, 'round'), { recursive: true, force: true });
    const isOver = random() < 0.5;
    await mkdir(join(folder, 'round'));
    if (isOver) await cp(old[format].place, place, { recursive: true });
    const words = ['export', run, '--to', format, '--out', place];
    const { code } = await runAttune(words, { killAfter: random() * whole[format].milliseconds * 1.2 });
    const found = (await hashesOf(place)).join('\n');
    const state = stateOf(found, { old: isOver ? old[format].hashes : '', whole: whole[format].hashes, format });
    const again = index % 4 === 3 && (await runAttune(words)).code !== 0;
    const isTouched = (await hashesOf(run)).join() !== before.join();
    return {
      outcome: `${code === null ? 'killed' : 'ended'}, ${state ?? 'wrong'}`,
      lost: isTouched ? `the run changed by ${format}` : again ? `${format} does not succeed any more` : null,
      silentlyWrong: state === null || (code === 0 && state !== 'the new one') ? `${format}: ${found}` : null,
    } satisfies Round;
  });
}

interface Exported {
  readonly place: string;
  readonly hashes: string;
  readonly milliseconds: number;
}

async function exportsOf(run: string): Promise<Record<Format, Exported>> {
  const exported: Partial<Record<Format, Exported>> = {};
  const exports = `${run}-exports`;
  await mkdir(exports);
  for (const format of formats) {
    const place = join(exports, outs[format]);
    const started = performance.now();
    await mustEnd(['export', run, '--to', format, '--out', place]);
    exported[format] = { place, hashes: (await hashesOf(place)).join('\n'), milliseconds: performance.now() - started };
  }
  return exported as Record<Format, Exported>;
}

/** Null when it is none that may be. Of a folder the description comes last: without it, nothing
 * there can be opened. */
function stateOf(found: string, { old, whole, format }: { readonly old: string; readonly whole: string; readonly format: Format }): string | null {
  if (found === whole) return 'the new one';
  if (found === old) return old === '' ? 'nothing' : 'the old one';
  if (found === '') return old === '' ? 'nothing' : null;
  return format === 'tfjs' && !found.includes('model.json') ? 'no description yet' : null;
}
