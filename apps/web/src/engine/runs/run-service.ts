import type { EngineParts } from '../engine-parts.ts';
import { openPhotosFor } from '../photos/open-photos.ts';
import type { GatheredFile } from '../protocol/photos.ts';
import type { ExportFormat, OpenedRun, RunRequests, RunSummary, StandaloneWords } from '../protocol/runs.ts';
import type { WriteProgress } from '../protocol/write-progress.ts';
import { discardRuns, removeRun, runIds, takeOutRun } from './kept-run.ts';

type Parts = Pick<EngineParts, 'project' | 'backend' | 'current' | 'shown'>;

export class RunService implements RunRequests {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async list(): Promise<readonly RunSummary[]> {
    const { project, current } = this.#parts;
    const summaries: RunSummary[] = [];
    for (const id of await runIds(project.files)) {
      const kept = await project.openRun(id);
      summaries.push(await kept.summary(current.runId === id));
    }
    return summaries;
  }

  async add(given: readonly GatheredFile[]): Promise<OpenedRun> {
    const { files, removal } = this.#parts.project;
    await removal.settle();
    const { addRun } = await import('./add-run.ts');
    const runId = await addRun(files, given);
    await removal.note({ undo: () => removeRun(files, runId), settle: async () => {} });
    return { runId, runs: await this.list() };
  }

  async remove(runId: string): Promise<readonly RunSummary[]> {
    const { project, current } = this.#parts;
    const { files, removal } = project;
    if (current.runId === runId) current.requireIdle();
    await removal.settle();
    const undo = await takeOutRun(files, runId);
    await removal.note({ undo, settle: () => discardRuns(files) });
    return this.list();
  }

  async export(runId: string, format: ExportFormat, words: StandaloneWords, onProgress: WriteProgress = () => {}) {
    const { project, backend, shown } = this.#parts;
    const kept = await project.openRun(runId);
    const { exportRun } = await import('../export/export-run.ts');
    const network = () => shown.open(kept, 'best');
    const dataset = () => openPhotosFor(project.shelf.photos, kept.run.config);
    return shown.inTurn(() => backend.compute(() => exportRun({ kept, words, onProgress, network, dataset }, format)));
  }
}
