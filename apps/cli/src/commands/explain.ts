import { writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import { startBackend } from '@attune/backend';
import { Classifier, type ExplainMethod, type Maps, type NamedMap } from '@attune/classifier';
import { ImageError } from '@attune/data';
import type { BlockGates } from '@attune/insight';
import { type Scale, drawOver, pictureOf } from '@attune/report/maps';

import { makeFolder } from '../run/make-folder.ts';
import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { imagesAt } from '../images-at.ts';
import { outputFolder } from '../output-path.ts';
import { userPath } from '../paths.ts';
import { verdictWords } from '../model/verdict-words.ts';
import { weightsChoice } from '../model/weights.ts';
import { openSavedModel } from '../run/saved-model.ts';
import { plural } from '../terminal/format.ts';
import { ProgressView } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';
import { type StageModel, openStages, scaled, sideBySide } from './explain/stage-models.ts';
import { type ExplainedImage, type Figure, explanationPage } from './explain/page.ts';
import { toPng } from './explain/to-png.ts';

export interface ExplainOptions {
  readonly methods: readonly ExplainMethod[];
  readonly layer?: string | undefined;
  /** Name of the class to explain. Default: the most probable. */
  readonly class?: string | undefined;
  readonly out?: string | undefined;
  /** Also the attention as it was at the end of each stage. */
  readonly stages: boolean;
  /** Whether probabilities are at the fitted temperature. */
  readonly temperature: boolean;
  /** Whether to take the moving averages of the weights. */
  readonly averaged: boolean;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
}

interface Explained {
  readonly path: string;
  readonly files: readonly string[];
  readonly shown: ExplainedImage;
}

/** Where a run looks: pictures of its attention and of Grad-CAM over each image, and a
 * page with all of them. */
export async function explain(run: string, images: readonly string[], options: ExplainOptions, { terminal, signal }: CommandContext): Promise<Report> {
  const paths = (await Promise.all(images.map(imagesAt))).flat();
  const folder = await outputFolder(options.out ?? join('explained', basename(run)), '--out');
  await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const model = await openSavedModel(run, { weights: weightsChoice(options), rename: options.rename });
  for (const note of model.notes) terminal.note(note);
  const classifier = new Classifier(model, { calibrated: options.temperature, loaderThreads: 0 });
  const stages = options.stages ? await openStages(userPath(run)) : [];
  const classIndex = indexOfClass(classifier, options.class);
  await makeFolder(folder);
  const progress = new ProgressView(terminal);
  const explained: Explained[] = [];
  let broken = 0;
  for (const [index, path] of paths.entries()) {
    signal.throwIfAborted();
    progress.update('explaining', { done: index, total: paths.length });
    try {
      explained.push(await explainOne(classifier, path, { ...options, classIndex, stages, folder, number: index + 1, signal }));
    } catch (error) {
      if (!ImageError.isInstance(error)) throw error;
      terminal.warn(error.message);
      broken += 1;
    }
  }
  progress.stop();
  const page = join(folder, 'index.html');
  await writeFile(
    page,
    explanationPage(
      basename(run),
      explained.map(({ shown }) => shown),
    ),
  );
  return {
    json: explained.map(({ path, files }) => ({ path, files: [...files, page] })),
    text: `${plural(explained.length, 'image')} explained. Open ${page}`,
    exitCode: broken > 0 ? exitCodes.badInput : exitCodes.done,
  };
}

function indexOfClass({ classes }: Classifier, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const index = classes.indexOf(name);
  if (index === -1) throw new UsageError(`There is no class "${name}": choose one of ${classes.join(', ')}.`);
  return index;
}

interface ExplainOneOptions extends Pick<ExplainOptions, 'methods' | 'layer'> {
  readonly classIndex: number | undefined;
  readonly stages: readonly StageModel[];
  readonly folder: string;
  /** Of the image, from 1: two images may have one name. */
  readonly number: number;
  readonly signal: AbortSignal;
}

async function explainOne(classifier: Classifier, path: string, { folder, number, stages, ...options }: ExplainOneOptions): Promise<Explained> {
  const { seen, classification, ...explanation } = await classifier.explain(userPath(path), options);
  const before: { readonly name: string; readonly maps: readonly NamedMap[] }[] = [];
  for (const stage of stages) before.push({ name: stage.name, maps: (await stage.classifier.explain(userPath(path), { methods: ['cbam'] })).maps });
  const picture = pictureOf(seen, classifier.preprocessing);
  const stem = `${number}-${basename(path, extname(path))}`;
  const write = async (name: string, png: Buffer) => {
    await writeFile(join(folder, `${stem}-${name}.png`), png);
    return `${stem}-${name}.png`;
  };
  const figures: Figure[] = [{ file: await write('image', await toPng(picture)), title: 'What the network sees', caption: '' }];
  for (const { name, title, plane, scale } of [...explanation.maps.map(scaled), ...sideBySide(before)]) {
    figures.push({ file: await write(name, await toPng(drawOver(picture, plane, scale))), title, caption: captionOf(scale) });
  }
  const shown = { path, classes: verdictWords(classification, 3), figures, gates: describeGates(explanation) };
  return { path, files: figures.map(({ file }) => join(folder, file)), shown };
}

function captionOf({ from, to }: Scale): string {
  return `${from.toPrecision(4)} … ${to.toPrecision(4)}`;
}

function describeGates({ gates, withoutGates }: Maps): string[] {
  const told = gates.filter(({ channels }) => channels.length > 0).map(describeChannels);
  return [...told, ...withoutGates.map((path) => `${path}: reports no gates, so it has no map`)];
}

/** How far a block's channel gates are from 1, and which the farthest. */
function describeChannels({ path, channels }: BlockGates): string {
  const far = [...channels].map((gate, index) => ({ index, gate })).sort((a, b) => Math.abs(b.gate - 1) - Math.abs(a.gate - 1));
  const mean = channels.reduce((sum, gate) => sum + gate, 0) / channels.length;
  const farthest = far.slice(0, 3).map(({ index, gate }) => `${index}: ${gate.toFixed(3)}`);
  return `${path}: mean ${mean.toFixed(4)}; farthest from 1: ${farthest.join(', ')}`;
}
