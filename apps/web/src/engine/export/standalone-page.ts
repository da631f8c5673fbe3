import type { Preprocessing } from '@attune/data/browser';
import { describedInput, toGraphModel } from '@attune/export';
import type { Network } from '@attune/nn';
import { type Calibration, type LikenessRule, type Task, packCentres } from '@attune/run';

import { PageError } from '../errors/page-error.ts';
import type { StandaloneWords } from '../protocol/runs.ts';
import type { WriteProgress } from '../protocol/write-progress.ts';

/** The program that the build puts beside the page. */
const program = new URL(/* @vite-ignore */ '../standalone.js', import.meta.url).href;
const chunkBytes = 3 * 2 ** 13; // a multiple of three: base64 of the parts is that of the whole
/** From one word of the progress to the next. */
const toldBytes = 2 ** 20;

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:44rem;margin:0 auto;padding:2rem 1rem}
label{display:block;border:2px dashed #888;border-radius:1rem;padding:2.5rem 1rem;text-align:center;cursor:pointer}
article{display:grid;grid-template-columns:8rem 1fr;gap:0 1.25rem;margin-top:1.5rem}canvas{width:8rem;border-radius:.75rem;grid-row:span 2}
h2{margin:0}ul{margin:0;padding:0;list-style:none}input:focus-visible{outline:2px solid}`;

export interface StandaloneSubject {
  readonly network: Network;
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly words: StandaloneWords;
  readonly calibration: Calibration | null;
  readonly task: Task;
  /** From which probability on a photo has each of several labels; 0.5 when null. */
  readonly thresholds: readonly number[] | null;
  readonly onProgress: WriteProgress;
}

/** One page that classifies photos by itself: program, network, classes and
 * preprocessing inside, no request to anyone. */
export async function standalonePage({ network, classes, preprocessing, words, calibration, task, thresholds, onProgress }: StandaloneSubject): Promise<Blob> {
  const { imageSize, normalization, metadata } = describedInput(preprocessing, { classes, normalizes: true });
  const { json, weights } = await toGraphModel(network, { imageSize, normalization, metadata, embedding: calibration?.likeness !== undefined });
  onProgress(0.5, 0);
  const { sure, unsure, none, title, choose, language } = words;
  const certainty = { temperature: calibration?.temperature ?? 1, leastEnergy: calibration?.leastEnergy ?? null, likeness: packed(calibration?.likeness) };
  const facts = JSON.stringify({ classes, task, thresholds, sure, unsure, none, ...certainty, imageSize, resizeSize: preprocessing.resizeSize });
  const carried = [
    `${safe(facts).slice(0, -1)},"model":${safe(json)},"weights":"`,
    ...base64(weights, (done) => onProgress(0.5 + 0.5 * done, Math.ceil((4 / 3) * done * weights.length))),
    '"}',
  ];
  const head = `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title><style>${style}</style>`;
  const body = `<h1>${text(title)}</h1><label>${text(choose)}<br><input id="chooser" type="file" accept="image/*" multiple></label><main id="answers" aria-live="polite"></main>`;
  return new Blob(
    [head, body, '<script type="application/json" id="network">', ...carried, '</script><script type="module">', await programText(), '</script>'],
    {
      type: 'text/html',
    },
  );
}

function packed(likeness: LikenessRule | undefined): object | null {
  return likeness === undefined ? null : { ...packCentres(likeness.centres), leastSimilarity: likeness.leastSimilarity };
}

async function programText(): Promise<string> {
  const response = await fetch(program);
  if (!response.ok) throw new PageError('part-missing', `A part of this page cannot be read (${response.status}): load the page again.`);
  return (await response.text()).replaceAll('</script', '<\\/script');
}

/** JSON in a script element ends at the first end tag. */
function safe(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

function text(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function* base64(bytes: Uint8Array, onShare: (share: number) => void): Generator<string> {
  for (let first = 0, told = 0; first < bytes.length; first += chunkBytes) {
    yield btoa(String.fromCharCode(...bytes.subarray(first, first + chunkBytes)));
    if (first - told < toldBytes) continue;
    told = first;
    onShare(first / bytes.length);
  }
}
