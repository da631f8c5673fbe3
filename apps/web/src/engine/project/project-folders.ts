import { type FileStore, filesBelow, readText, writeText } from '@attune/run';

import { isOfProject } from './project-paths.ts';

/** Names the folder that holds the project. */
const pointerFile = 'project.json';
const folders = 'projects';

/** Where in the browser's files the project lies. One that is opened is written beside the present
 * one and takes its place by a single write: whenever the page is closed, one of the two is there,
 * whole. */
export class ProjectFolders {
  readonly #root: FileStore;
  /** Empty for the root itself, where pages before this one kept theirs. */
  #folder: string;

  private constructor(root: FileStore, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  /** Removes what a page that was closed has left of other projects. */
  static async open(root: FileStore): Promise<ProjectFolders> {
    const pointer = JSON.parse((await readText(root, pointerFile)) ?? '{"folder":""}') as { readonly folder: string };
    const project = new ProjectFolders(root, pointer.folder);
    await project.removeOthers();
    return project;
  }

  get folder(): string {
    return this.#folder;
  }

  /** The present project's files. */
  get files(): FileStore {
    return this.filesIn(this.#folder);
  }

  /** Those of another folder. */
  filesIn(folder: string): FileStore {
    if (folder !== '') return filesBelow(this.#root, folder);
    return { ...this.#root, list: async (below) => (await this.#root.list(below)).filter(isOfProject) };
  }

  /** A name for a folder that holds nothing yet. */
  newFolder(): string {
    return `${folders}/${Date.now()}`;
  }

  /** Makes a folder the project's. */
  async use(folder: string): Promise<void> {
    await writeText(this.#root, pointerFile, JSON.stringify({ folder }));
    this.#folder = folder;
  }

  async remove(folder: string): Promise<void> {
    const files = this.filesIn(folder);
    for (const path of await files.list('')) await files.remove(path);
  }

  async removeOthers(): Promise<void> {
    const kept = await this.#root.list('');
    const others = kept.filter((path) => (isOfProject(path) ? this.#folder !== '' : path.startsWith(`${folders}/`) && !this.#isPresent(path)));
    for (const path of others) await this.#root.remove(path);
  }

  #isPresent(path: string): boolean {
    return this.#folder !== '' && path.startsWith(`${this.#folder}/`);
  }
}
