import { loadPretrained, readCheckpoint, safetensorsParts, saveModel, traitEntries } from '@attune/checkpoint';
import type { Network } from '@attune/nn';
import {
  type JudgedImages,
  type Likeness,
  type Progress,
  type Recipe,
  type RunStore,
  type StageResult,
  ResumeError,
  type TrainingCheckpoint,
  parseSavedRecipe,
} from '@attune/staged-finetune';
import { stringify } from 'yaml';

import { sha256 } from '#sha256';
import type { DatasetRecord } from '@attune/data';

import { type FileStore, readText, writeText } from './file-store.ts';
import { type ControlComparison, readComparison } from './control-comparison.ts';
import { fitLikeness, fittedOn } from './fit-calibration.ts';
import { type Calibration, type ModelCard, cardEntries, readModelCard } from './model-card.ts';
import { taskOf } from './run-task.ts';
import { type RunConfig, readRunConfig } from './run-config.ts';
import { type RecordedEpoch, readEpochs } from './recorded-epochs.ts';
import { RunFileError } from './run-file-error.ts';
import { runFiles, stageFile } from './run-files.ts';
import { readSavedData } from './saved-data.ts';
import { type WeightHashes, packTrainingCheckpoint, unpackTrainingCheckpoint } from './training-checkpoint.ts';

/** Best weights that are gone. */
export interface LostWeights {
  readonly best: 'best' | 'bestEma';
  readonly file: string;
  readonly fault: 'missing' | 'damaged';
}

/** What weights keep of the validation images. */
type Fitted = Pick<ModelCard, 'calibration' | 'thresholds'>;

interface RunParts {
  readonly files: FileStore;
  /** What messages call the run: on a disk, its folder. */
  readonly path: string;
  /** What its data held when it started; left out where nothing can be compared with it later. */
  readonly data?: DatasetRecord | undefined;
}

/** A run as files: what it was asked to do, the best weights (torchvision's names and layout) and
 * the best moving averages where a stage keeps them, those at the end of each stage, a line of
 * metrics for each epoch, and while it goes on a checkpoint. */
export class Run implements RunStore {
  readonly path: string;
  readonly files: FileStore;
  readonly config: RunConfig;
  #recipe: Recipe;
  /** Of the best weights as they are on the disk. */
  #hashes: WeightHashes = {};
  #isPending = false;

  private constructor({ files, path }: RunParts, config: RunConfig, recipe: Recipe) {
    this.path = path;
    this.files = files;
    this.config = config;
    this.#recipe = recipe;
  }

  /** Writes what the run is asked to do; the configuration last, since what has it is a run. */
  static async create(parts: RunParts, config: RunConfig, recipe: Recipe): Promise<Run> {
    await writeText(parts.files, runFiles.recipe, stringify(recipe));
    if (parts.data !== undefined) await writeText(parts.files, runFiles.data, JSON.stringify(parts.data));
    await writeText(parts.files, runFiles.config, `${JSON.stringify(config, null, 2)}\n`);
    return new Run(parts, config, recipe);
  }

  /** @throws {RunFileError} when the files are no run. */
  static async open(parts: RunParts): Promise<Run> {
    const config = await readRunConfig(parts.files, parts.path);
    const recipe = await readText(parts.files, runFiles.recipe);
    if (recipe === null) throw new RunFileError(parts.path, `it has no ${runFiles.recipe}, so its stages are unknown. Copy it from a backup.`);
    return new Run(parts, config, parseSavedRecipe(recipe));
  }

  get recipe(): Recipe {
    return this.#recipe;
  }

  /** Keeps another recipe, before the first step: one whose rates have been measured. */
  async saveRecipe(recipe: Recipe): Promise<void> {
    await writeText(this.files, runFiles.recipe, stringify(recipe));
    this.#recipe = recipe;
  }

  async saveBest(network: Network, _progress?: Progress, judged?: JudgedImages): Promise<void> {
    await this.#saveBestWeights(network, runFiles.best, await this.#fittedOn(judged));
  }

  async saveBestEma(network: Network, _progress?: Progress, judged?: JudgedImages): Promise<void> {
    await this.#saveBestWeights(network, runFiles.bestEma, await this.#fittedOn(judged));
  }

  async saveLikeness(network: Network, likeness: Likeness): Promise<void> {
    const calibration = await this.calibration();
    if (calibration === null) return; // best weights of a version that judged no images
    await this.#saveBestWeights(network, runFiles.best, { calibration: { ...calibration, likeness: fitLikeness(likeness) } });
  }

  async loadBest(network: Network): Promise<void> {
    await this.#loadWeights(network, runFiles.best);
  }

  /** How sure the best weights may be; null of runs of before. */
  async calibration(): Promise<Calibration | null> {
    const checkpoint = await readCheckpoint(await this.files.source(runFiles.best));
    return readModelCard(checkpoint.metadata)?.calibration ?? null;
  }

  /** From which probability on the best weights say that an image has each class; null where it has
   * one. */
  async thresholds(): Promise<readonly number[] | null> {
    const checkpoint = await readCheckpoint(await this.files.source(runFiles.best));
    return readModelCard(checkpoint.metadata)?.thresholds ?? null;
  }

  async saveStage(network: Network, { index, result }: { readonly index: number; readonly result: StageResult }): Promise<void> {
    await this.#saveWeights(network, stageFile(index, result.name));
  }

  /** Positions of the stages whose last weights are kept, in order. */
  async endedStages(): Promise<number[]> {
    const saved = await this.files.list(runFiles.stages);
    return this.recipe.stages.flatMap(({ name }, index) => (saved.includes(stageFile(index, name)) ? [index] : []));
  }

  /** Puts the weights at the end of a stage into a network.
   *
   * @throws {RunFileError} when that stage has not ended. */
  async loadStage(network: Network, index: number): Promise<void> {
    const stage = this.recipe.stages[index];
    const file = stage === undefined ? null : stageFile(index, stage.name);
    const saved = await this.files.list(runFiles.stages);
    if (file === null || !saved.includes(file)) throw new RunFileError(this.path, `its stage ${index + 1} has no weights: ${saved.length} have ended.`);
    await this.#loadWeights(network, file);
  }

  async saveCheckpoint(checkpoint: TrainingCheckpoint): Promise<void> {
    await this.files.writeSafely(runFiles.checkpoint, packTrainingCheckpoint(checkpoint, this.#hashes));
    if (this.#isPending) await this.files.remove(runFiles.pending);
    this.#isPending = false;
    await this.saveMetrics(checkpoint.progress.results);
  }

  async loadCheckpoint(): Promise<TrainingCheckpoint | null> {
    const file = await this.files.read(runFiles.checkpoint);
    if (file === null) return null;
    const { checkpoint, weights } = await unpackTrainingCheckpoint(file, `${this.path}/${runFiles.checkpoint}`);
    this.#hashes = { ...weights, ...(await this.#newerHashes()) };
    return checkpoint;
  }

  /** Best weights that a checkpoint counts on, and that are missing or not what was
   * written, in words.
   *
   * @throws {ResumeError} when the checkpoint itself is damaged. */
  async lostWeights(): Promise<LostWeights[]> {
    const progress = (await this.loadCheckpoint())?.progress;
    const lost: LostWeights[] = [];
    for (const [best, file] of [
      ['best', runFiles.best],
      ['bestEma', runFiles.bestEma],
    ] as const) {
      if (progress === undefined || progress[best] === null) continue;
      const bytes = await this.files.read(file);
      if (bytes === null) lost.push({ best, file, fault: 'missing' });
      else if (!(await this.#isAsWritten(file, bytes))) lost.push({ best, file, fault: 'damaged' });
    }
    return lost;
  }

  /** @throws {ResumeError} naming the best weights that are lost, and the way on. */
  async requireBestWeights(): Promise<void> {
    const lost = await this.lostWeights();
    if (lost.length === 0) return;
    const files = lost.map(({ file, fault }) => `${this.path}/${file} is ${fault === 'missing' ? 'missing' : 'damaged: it is not what the run wrote'}`);
    throw new ResumeError(
      `${files.join('; ')}. Copy it from a backup, or go on without it: attune finetune --resume RUN --forget-best, and the best of the epochs that remain counts.`,
    );
  }

  /** Goes on as if no epoch had been best yet where its weights are lost. Gives what
   * was forgotten. */
  async forgetLostWeights(): Promise<LostWeights[]> {
    const [lost, checkpoint] = [await this.lostWeights(), await this.loadCheckpoint()];
    if (checkpoint === null || lost.length === 0) return [];
    const forgotten = Object.fromEntries(lost.map(({ best }) => [best, null]));
    await this.saveCheckpoint({ ...checkpoint, progress: { ...checkpoint.progress, ...forgotten } });
    for (const { file } of lost) await this.files.remove(file);
    return lost;
  }

  /** What the data held when the run started or last went on; null for runs of before. */
  async loadData(): Promise<DatasetRecord | null> {
    return readSavedData(this.files, this.path);
  }

  async saveData(data: DatasetRecord): Promise<void> {
    await writeText(this.files, runFiles.data, JSON.stringify(data));
  }

  /** How the run compares with itself without attention; null without a control. */
  async comparison(): Promise<ControlComparison | null> {
    return readComparison(this.files, this.path);
  }

  async saveComparison(comparison: ControlComparison): Promise<void> {
    await writeText(this.files, runFiles.comparison, `${JSON.stringify(comparison, null, 2)}\n`);
  }

  /** One JSON line for each epoch so far. */
  async saveMetrics(results: Progress['results']): Promise<void> {
    const lines = results.flatMap(({ name, epochs }) => epochs.map((epoch) => JSON.stringify({ stage: name, ...epoch } satisfies RecordedEpoch)));
    await writeText(this.files, runFiles.metrics, lines.map((line) => `${line}\n`).join(''));
  }

  /** The epochs so far, none before the first has ended; a last line that is still
   * being written is left out.
   *
   * @throws {RunFileError} when a line is not an epoch. */
  async metrics(): Promise<RecordedEpoch[]> {
    return readEpochs((await readText(this.files, runFiles.metrics)) ?? '', this.path);
  }

  /** Removes what only an unfinished run needs. */
  async finish(results: Progress['results']): Promise<void> {
    await this.saveMetrics(results);
    await this.files.remove(runFiles.checkpoint);
    await this.files.remove(runFiles.pending);
  }

  /** Whether all of its stages have ended. */
  async isFinished(): Promise<boolean> {
    const files = await this.files.list('');
    return files.includes(runFiles.metrics) && !files.includes(runFiles.checkpoint);
  }

  async #fittedOn(judged: JudgedImages | undefined): Promise<Fitted> {
    return judged === undefined ? {} : fittedOn(judged, taskOf(this.config));
  }

  /** The checkpoint that counts on these weights comes after them: until then their hash stands in
   * a file of its own, so that whatever a kill leaves can be told from damage. */
  async #saveBestWeights(network: Network, file: string, fitted: Fitted): Promise<void> {
    const parts = await this.#weightParts(network, fitted);
    this.#hashes = { ...this.#hashes, [file]: hexOf(sha256(parts)) };
    this.#isPending = true;
    await writeText(this.files, runFiles.pending, JSON.stringify(this.#hashes));
    await this.files.writeSafely(file, parts);
  }

  /** Of weights that were written after the newest checkpoint. */
  async #newerHashes(): Promise<WeightHashes> {
    const text = await readText(this.files, runFiles.pending);
    if (text === null) return {};
    this.#isPending = true;
    const written = Object.entries(JSON.parse(text) as WeightHashes);
    const arrived = await Promise.all(written.map(async ([file, hash]) => hash === hexOf(sha256([(await this.files.read(file)) ?? new Uint8Array()]))));
    return Object.fromEntries(written.filter((_, index) => arrived[index]));
  }

  /** Weights of a run of before are as written where they can be read. */
  async #isAsWritten(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const [hash, written] = [hexOf(sha256([bytes])), this.#hashes[file]];
    if (written !== undefined) return hash === written;
    const isWhole = await readCheckpoint(bytes).then(
      () => true,
      () => false,
    );
    if (isWhole) this.#hashes = { ...this.#hashes, [file]: hash };
    return isWhole;
  }

  async #saveWeights(network: Network, file: string): Promise<void> {
    await this.files.writeSafely(file, await this.#weightParts(network));
  }

  async #weightParts(network: Network, fitted: Fitted = {}): Promise<Uint8Array[]> {
    const metadata = { format: 'pt', ...cardEntries({ ...this.config, ...fitted }), ...traitEntries(network.traits) };
    return [...safetensorsParts(await saveModel(network), { metadata })];
  }

  async #loadWeights(network: Network, file: string): Promise<void> {
    await loadPretrained(network, await readCheckpoint(await this.files.source(file)), { whole: true });
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
