import { similarityToNearest } from '@attune/nn';
import { type PackedCentres, unpackCentres } from '@attune/run';

import type { GraphModel } from './graph.ts';
import { type GraphOutputs, runGraph } from './run-graph.ts';

/** What the page that carries this program says of its network. */
interface Carried {
  /** Or the targets of its numbers. */
  readonly classes: readonly string[];
  readonly task:
    | { readonly kind: 'single-label' | 'multi-label' }
    | { readonly kind: 'regression'; readonly scales: readonly { readonly mean: number; readonly deviation: number }[] };
  /** From which probability on a photo has each of several classes. */
  readonly thresholds: readonly number[] | null;
  /** A guess below this is no answer. */
  readonly sure: number;
  readonly unsure: string;
  /** Of a photo with none of several classes. */
  readonly none: string;
  /** Logits are divided by it. */
  readonly temperature: number;
  /** Where the classes lie, and how near an image must lie to one of them; null where that is not
   * known. */
  readonly likeness: (PackedCentres & { readonly leastSimilarity: number }) | null;
  /** Without `likeness` an image with a lower energy is probably of no class; null
   * where that is not known either. */
  readonly leastEnergy: number | null;
  readonly imageSize: number;
  readonly resizeSize: number;
  readonly model: GraphModel;
  /** Base64. */
  readonly weights: string;
}

const carried = JSON.parse(document.querySelector('#network')!.textContent!) as Carried;
const weights = Uint8Array.from(atob(carried.weights), (letter) => letter.charCodeAt(0));
const centres = carried.likeness === null ? null : unpackCentres(carried.likeness);
const answers = document.querySelector<HTMLElement>('#answers')!;
const chooser = document.querySelector<HTMLInputElement>('#chooser')!;

chooser.addEventListener('change', () => void classifyAll(chooser.files));
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  void classifyAll(event.dataTransfer?.files ?? null);
});
addEventListener('paste', (event) => void classifyAll(event.clipboardData?.files ?? null));

async function classifyAll(files: FileList | null): Promise<void> {
  for (const file of files ?? []) {
    const canvas = await cropped(file);
    answers.prepend(answerOf(canvas, outputsOf(pixelsOf(canvas))));
    await new Promise((resolve) => setTimeout(resolve)); // lets the browser draw
  }
}

/** The centre of a photo as the network sees it. */
async function cropped(file: File): Promise<HTMLCanvasElement> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { imageSize, resizeSize } = carried;
  const scale = resizeSize / Math.min(image.width, image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  const canvas = Object.assign(document.createElement('canvas'), { width: imageSize, height: imageSize });
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff'; // below what is transparent
  context.fillRect(0, 0, imageSize, imageSize);
  context.drawImage(image, (imageSize - width) / 2, (imageSize - height) / 2, width, height);
  return canvas;
}

/** [1, S, S, 3] of 0 … 255: the network normalises them itself. */
function pixelsOf(canvas: HTMLCanvasElement): Float32Array {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  return Float32Array.from({ length: (data.length / 4) * 3 }, (_, index) => data[Math.floor(index / 3) * 4 + (index % 3)]!);
}

function outputsOf(data: Float32Array): GraphOutputs {
  const { imageSize, model } = carried;
  return runGraph(model, weights, { shape: [1, imageSize, imageSize, 3], data });
}

function probabilities(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp((logit - largest) / carried.temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** log Σ exp(logit): low for images unlike those of the training. */
function energyOf(logits: Float32Array): number {
  const largest = Math.max(...logits);
  return largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}

interface Said {
  readonly title: string;
  readonly lines: readonly string[];
}

function isUnknown({ logits, embedding }: GraphOutputs): boolean {
  const { likeness, leastEnergy } = carried;
  if (likeness !== null && embedding !== null) return similarityToNearest(centres!, embedding) < likeness.leastSimilarity;
  return leastEnergy !== null && energyOf(logits) < leastEnergy;
}

function oneClass(outputs: GraphOutputs): Said {
  const shares = probabilities(outputs.logits);
  const ranked = carried.classes.map((name, index) => ({ name, share: shares[index]! })).toSorted((a, b) => b.share - a.share);
  const title = isUnknown(outputs) || ranked[0]!.share < carried.sure ? carried.unsure : ranked[0]!.name;
  return { title, lines: ranked.map(({ name, share }) => `${name} ${inPercent(share)}`) };
}

function severalClasses({ logits }: GraphOutputs): Said {
  const said = carried.classes.map((name, index) => {
    const share = 1 / (1 + Math.exp(-logits[index]!));
    return { name, share, has: share >= (carried.thresholds?.[index] ?? 0.5) };
  });
  const present = said.filter(({ has }) => has).map(({ name }) => name);
  const ranked = said.toSorted((a, b) => b.share - a.share);
  return { title: present.join(', ') || carried.none, lines: ranked.map(({ name, share, has }) => `${has ? '✓ ' : ''}${name} ${inPercent(share)}`) };
}

function numbers({ logits }: GraphOutputs): Said {
  const { task } = carried;
  const lines = carried.classes.map((name, index) => {
    const { mean, deviation } = task.kind === 'regression' ? task.scales[index]! : { mean: 0, deviation: 1 };
    return `${name} ${Number((logits[index]! * deviation + mean).toPrecision(4))}`;
  });
  return { title: lines[0]!, lines: lines.slice(1) };
}

const sayings = { 'single-label': oneClass, 'multi-label': severalClasses, regression: numbers } as const;

function inPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function answerOf(canvas: HTMLCanvasElement, outputs: GraphOutputs): HTMLElement {
  const { title, lines } = sayings[carried.task.kind](outputs);
  const answer = document.createElement('article');
  const name = document.createElement('h2');
  name.textContent = title;
  const list = document.createElement('ul');
  for (const text of lines) {
    const line = document.createElement('li');
    line.textContent = text;
    list.append(line);
  }
  answer.append(canvas, name, list);
  return answer;
}
