import { keptChoices } from '../choices/kept-choices.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { ProjectRequests, ProjectState } from '../protocol/project.ts';
import type { RunRequests } from '../protocol/runs.ts';
import type { WriteProgress } from '../protocol/write-progress.ts';

type Parts = Pick<EngineParts, 'project' | 'current' | 'shown'> & { readonly runs: Pick<RunRequests, 'list'> };

export class ProjectService implements ProjectRequests {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async state(): Promise<ProjectState> {
    const { project, runs } = this.#parts;
    return { dataset: project.dataset(), choices: await keptChoices(project.files), runs: await runs.list() };
  }

  async save(onProgress?: WriteProgress): Promise<Blob> {
    await this.settle();
    const { zippedProject } = await import('./project-file.ts');
    return zippedProject(this.#parts.project.files, onProgress);
  }

  async open(file: Blob, how: 'replace' | 'add'): Promise<ProjectState> {
    const { project, current } = this.#parts;
    return current.alone(async () => {
      await this.settle();
      const folder = project.folders.newFolder();
      try {
        await this.#unpack(file, folder, how);
      } catch (error) {
        await project.folders.remove(folder);
        throw error;
      }
      return this.state();
    });
  }

  async undo(): Promise<ProjectState> {
    await this.#parts.project.removal.undo();
    return this.state();
  }

  settle(): Promise<void> {
    return this.#parts.project.removal.settle();
  }

  async #unpack(file: Blob, folder: string, how: 'replace' | 'add'): Promise<void> {
    const { folders, files, shelf, removal } = this.#parts.project;
    const { unzipProject } = await import('./project-file.ts');
    await unzipProject(file, folders.filesIn(folder));
    if (how === 'add') {
      const { addProject } = await import('./add-project.ts');
      const undo = await addProject(folders.filesIn(folder), { files, shelf });
      await removal.note({ undo, settle: async () => {} });
      return folders.remove(folder);
    }
    const before = folders.folder;
    await this.#enter(folder);
    await removal.note({ undo: () => this.#enter(before), settle: () => folders.removeOthers() });
  }

  async #enter(folder: string): Promise<void> {
    await this.#parts.project.enter(folder);
    this.#parts.shown.forget();
  }
}
