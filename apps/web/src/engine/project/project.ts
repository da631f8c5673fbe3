import type { FileStore } from '@attune/run';

import { PageError } from '../errors/page-error.ts';
import { datasetState } from '../photos/dataset-state.ts';
import { outputNames, taskOfPhotos } from '../photos/photo.ts';
import { PhotoShelf } from '../photos/photo-shelf.ts';
import type { DatasetState } from '../protocol/photos.ts';
import { KeptRun, discardRuns } from '../runs/kept-run.ts';
import { openPrivateFiles } from '../storage/private-files.ts';
import { LastRemoval } from './last-removal.ts';
import { ProjectFolders } from './project-folders.ts';

/** Photos, choices and runs in the browser's files. */
export class Project {
  readonly folders: ProjectFolders;
  /** What can be taken back. */
  readonly removal = new LastRemoval();
  #shelf: PhotoShelf;

  private constructor(folders: ProjectFolders, shelf: PhotoShelf) {
    this.folders = folders;
    this.#shelf = shelf;
  }

  /** That of the last visit; what a page that was closed has left of removed things is freed. */
  static async open(): Promise<Project> {
    const folders = await ProjectFolders.open(await openPrivateFiles());
    const shelf = await PhotoShelf.open(folders.files);
    await Promise.all([shelf.discard(), discardRuns(folders.files)]);
    return new Project(folders, shelf);
  }

  get files(): FileStore {
    return this.folders.files;
  }

  get shelf(): PhotoShelf {
    return this.#shelf;
  }

  /** Goes over to the project in another folder; that of the present one stays where it is. */
  async enter(folder: string): Promise<void> {
    const shelf = await PhotoShelf.open(this.folders.filesIn(folder));
    await this.folders.use(folder);
    this.#shelf = shelf;
  }

  openRun(id: string): Promise<KeptRun> {
    return KeptRun.open(this.files, id);
  }

  dataset(): DatasetState {
    const { photos, made, unkept } = this.#shelf;
    return datasetState(photos, { made, unkept });
  }

  /** @throws {PageError} when it is not here any more. */
  photo(id: string): Blob {
    const photo = this.#shelf.find(id);
    if (photo === null) throw new PageError('photo-gone', 'This photo is not here any more: it was removed.');
    return photo.file;
  }

  imageCounts(): { readonly train: number; readonly validation: number } {
    const { images } = this.dataset();
    const train = images.filter(({ split }) => split === 'train').length;
    return { train, validation: images.length - train };
  }

  /** Outputs of a network for the photos, or of the smallest that there could be. */
  classCount(): number {
    const { photos } = this.#shelf;
    return Math.max(taskOfPhotos(photos) === 'single-label' ? 2 : 1, outputNames(photos).length);
  }
}
