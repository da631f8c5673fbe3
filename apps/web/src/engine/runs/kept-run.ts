import { type TensorData, loadPretrained, readCheckpoint, safetensorsParts } from '@attune/checkpoint';
import type { Network } from '@attune/nn';
import { type FileStore, Run, type RunConfig, configFile, filesBelow, readText, runFiles, taskOf, writeText } from '@attune/run';
import { type Recipe, metricOf } from '@attune/staged-finetune';

import type { RunSummary } from '../protocol/runs.ts';
import type { ExplainedWeights } from '../protocol/insight.ts';
import { runEpoch } from './run-epoch.ts';

/** The weights before training, beside the files that every run has. */
export const startFile = 'start.safetensors';

const stateFile = 'page.json';
const folder = 'runs';

/** What the page remembers of a run beside the run's own files. */
interface PageState {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly state: RunSummary['state'];
  /** As `RunSummary` has it. */
  readonly choices?: string | undefined;
}

export interface RunBeginning {
  readonly config: RunConfig;
  readonly recipe: Recipe;
  /** The weights before training. */
  readonly start: ReadonlyMap<string, TensorData>;
  /** As `RunSummary` has it. */
  readonly choices: string;
}

/** A run in the page's files. */
export class KeptRun {
  readonly id: string;
  readonly run: Run;
  readonly #files: FileStore;
  #page: PageState;

  private constructor(id: string, files: FileStore, run: Run, page: PageState) {
    this.id = id;
    this.#files = files;
    this.run = run;
    this.#page = page;
  }

  /** A run of the command or of another page, whose files are taken over.
   *
   * @throws {RunFileError} when they are not a run, or a part of it is missing or damaged. */
  static async adopt(files: FileStore, from: ReadonlyMap<string, Blob>): Promise<KeptRun> {
    const startedAt = Date.now();
    const id = nameAt(startedAt);
    const own = filesBelow(files, `${folder}/${id}`);
    try {
      for (const [path, file] of configurationLast(from)) await own.writeSafely(path, [new Uint8Array(await file.arrayBuffer())]);
      await writeText(own, stateFile, JSON.stringify({ startedAt, state: 'finished' } satisfies PageState));
      const kept = await KeptRun.open(files, id);
      await readCheckpoint(await own.source(runFiles.best));
      return kept;
    } catch (error) {
      await removeRun(files, id);
      throw error;
    }
  }

  /** A new run, named after the time. */
  static async create(files: FileStore, { config, recipe, start, choices }: RunBeginning): Promise<KeptRun> {
    const startedAt = Date.now();
    const id = nameAt(startedAt);
    const own = filesBelow(files, `${folder}/${id}`);
    try {
      const kept = new KeptRun(id, own, await Run.create({ files: own, path: id }, config, recipe), { startedAt, state: 'training', choices });
      await kept.run.files.writeSafely(startFile, safetensorsParts(start));
      await kept.become('training');
      return kept;
    } catch (error) {
      await removeRun(files, id);
      throw error;
    }
  }

  /** @throws {RunFileError} when there is none of this name, or its files cannot be read. */
  static async open(files: FileStore, id: string): Promise<KeptRun> {
    const own = filesBelow(files, `${folder}/${id}`);
    const run = await Run.open({ files: own, path: id });
    const page = JSON.parse((await readText(own, stateFile)) ?? '{"startedAt":0,"state":"finished"}') as PageState;
    return new KeptRun(id, own, run, page);
  }

  async become(state: PageState['state']): Promise<void> {
    this.#page = { ...this.#page, state };
    await writeText(this.#files, stateFile, JSON.stringify(this.#page));
  }

  /** Gives a network the weights that it had before training. */
  async loadStart(network: Network): Promise<void> {
    await loadPretrained(network, await readCheckpoint(await this.run.files.source(startFile)));
  }

  /** Paths of all of its files but the page's own. */
  async paths(): Promise<readonly string[]> {
    return (await this.#files.list('')).filter((path) => path !== stateFile);
  }

  /** Those of runs of the command lack the weights before training. */
  async #weights(): Promise<ExplainedWeights[]> {
    const begins = (await this.#files.list('')).includes(startFile);
    return [...(begins ? (['start'] as const) : []), ...(await this.run.endedStages()), 'best'];
  }

  /** `trains` tells whether it goes on at this moment: one that was cut off is paused. */
  async summary(trains: boolean): Promise<RunSummary> {
    const { config, recipe } = this.run;
    const { kind } = taskOf(config);
    const recorded = await this.run.metrics();
    const epochs = recorded.map((epoch) =>
      runEpoch(
        recipe.stages.findIndex(({ name }) => name === epoch.stage),
        epoch,
      ),
    );
    const interrupted = this.#page.state === 'training' && !trains;
    return {
      id: this.id,
      name: `${config.model.architecture}, ${recipe.name}`,
      startedAt: this.#page.startedAt,
      choices: this.#page.choices ?? null,
      state: interrupted ? 'paused' : this.#page.state,
      interrupted,
      architecture: config.model.architecture,
      model: config.model,
      classes: config.classes,
      preprocessing: config.preprocessing,
      stages: recipe.stages.map(({ name, epochs: planned }) => ({ name, epochs: planned })),
      bodyRateScale: recipe.measured?.bodyRateScale ?? null,
      epochs,
      bestValidationAccuracy: epochs.length === 0 ? null : Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy)),
      task: kind,
      bestValidationMetric: kind === 'single-label' || epochs.length === 0 ? null : Math.max(...recorded.map(metricOf)),
      weights: await this.#weights(),
    };
  }
}

function nameAt(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '-');
}

/** A folder without its configuration is not a run yet. */
function configurationLast(files: ReadonlyMap<string, Blob>): [path: string, file: Blob][] {
  return [...files].toSorted(([a], [b]) => Number(a === configFile) - Number(b === configFile));
}

/** Names of all runs, the newest first. What was cut off before it had its
 * configuration is none. */
export async function runIds(files: FileStore): Promise<string[]> {
  const configured = (await files.list(folder)).filter((path) => path.endsWith(`/${configFile}`));
  return configured
    .map((path) => path.split('/')[1]!)
    .toSorted()
    .toReversed();
}

/** Takes a run out of the list; its other files stay. Gives what puts it back. */
export async function takeOutRun(files: FileStore, id: string): Promise<() => Promise<void>> {
  const path = `${folder}/${id}/${configFile}`;
  const bytes = await files.read(path);
  await files.remove(path);
  return async () => {
    if (bytes !== null) await files.writeSafely(path, [bytes]);
  };
}

/** Removes what is left of runs that were taken out or never begun. */
export async function discardRuns(files: FileStore): Promise<void> {
  const runs = new Set(await runIds(files));
  for (const path of await files.list(folder)) if (!runs.has(path.split('/')[1]!)) await files.remove(path);
}

export async function removeRun(files: FileStore, id: string): Promise<void> {
  for (const path of await files.list(`${folder}/${id}`)) await files.remove(path);
}
