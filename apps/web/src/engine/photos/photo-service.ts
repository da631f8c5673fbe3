import type { Project } from '../project/project.ts';
import type { DatasetState, GatherOptions, GatheredFile, PhotoRequests } from '../protocol/photos.ts';
import { requireClassName } from './class-name.ts';
import { joined } from './join-photos.ts';
import { type HeldPhoto, namesOf, taskOfPhotos } from './photo.ts';
import { renamed, withLabel, withoutLabel } from './retell.ts';
import { thumbnail } from './thumbnail.ts';

export class PhotoService implements PhotoRequests {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  async gather(files: readonly GatheredFile[], onProgress: (done: number, total: number) => void, { replaces = false }: GatherOptions = {}) {
    await this.#project.removal.settle();
    const present = replaces ? [] : this.#shelf.photos;
    const known = new Map(present.map((photo) => [photo.id, photo]));
    const { tableAmong } = await import('./read-images.ts');
    const table = files.some(({ className }) => className !== undefined) ? null : tableAmong(files);
    const gathered = await (table === null
      ? (await import('./gather.ts')).gather(files, known, onProgress)
      : (await import('./gather-table.ts')).gatherTable(files, table, { known, onProgress }));
    const { photos, broken, skipped } = joined(gathered, present);
    if (replaces) await this.#replace(photos);
    else await this.#shelf.add(photos);
    return { added: photos.length, broken, skipped, dataset: this.#project.dataset() };
  }

  async unpack(archive: Blob): Promise<GatheredFile[]> {
    const { unzip } = await import('../storage/zip.ts');
    const files: GatheredFile[] = [];
    await unzip(archive, async (path, bytes) => void files.push({ path, file: new Blob([bytes]) }));
    return files;
  }

  async thumbnail(id: string, pixels: number): Promise<Blob> {
    return thumbnail(this.#project.photo(id), pixels);
  }

  async makeClass(name: string): Promise<DatasetState> {
    await this.#project.removal.settle();
    await this.#shelf.makeClass(requireClassName(name));
    return this.#project.dataset();
  }

  async removeClass(name: string): Promise<DatasetState> {
    if (taskOfPhotos(this.#shelf.photos) !== 'single-label') return this.#forget(name);
    const ids = this.#shelf.photos.filter(({ className }) => className === name).map(({ id }) => id);
    return this.#change(async () => {
      await this.#shelf.forgetClass(name);
      await this.#shelf.takeOut(ids);
    });
  }

  async relabel(ids: readonly string[], className: string): Promise<DatasetState> {
    const label = requireClassName(className);
    return this.#change(() => this.#shelf.retell(ids, (photo) => withLabel(photo, label)));
  }

  async unlabel(ids: readonly string[], label: string): Promise<DatasetState> {
    return this.#change(() => this.#shelf.retell(ids, (photo) => withoutLabel(photo, label)));
  }

  async renameClass(name: string, newName: string): Promise<DatasetState> {
    const ids = this.#shelf.photos.filter((photo) => namesOf(photo).includes(name)).map(({ id }) => id);
    const wanted = requireClassName(newName);
    return this.#change(async () => {
      await this.#shelf.forgetClass(name);
      await this.#shelf.makeClass(wanted);
      await this.#shelf.retell(ids, (photo) => renamed(photo, name, wanted));
    });
  }

  async remove(ids: readonly string[]): Promise<DatasetState> {
    return this.#change(() => this.#shelf.takeOut(ids));
  }

  get #shelf() {
    return this.#project.shelf;
  }

  /** Puts photos in the place of all that are there. */
  async #replace(photos: readonly HeldPhoto[]): Promise<void> {
    const shelf = this.#shelf;
    const before = shelf.snapshot();
    await shelf.takeOut(shelf.photos.map(({ id }) => id));
    for (const name of before.made) await shelf.forgetClass(name);
    await shelf.add(photos);
    await this.#project.removal.note({ undo: () => shelf.restore(before), settle: () => shelf.discard() });
  }

  /** A label or a number that no photo has any more. */
  #forget(name: string): Promise<DatasetState> {
    const ids = this.#shelf.photos.map(({ id }) => id);
    return this.#change(async () => {
      await this.#shelf.forgetClass(name);
      await this.#shelf.retell(ids, (photo) => withoutLabel(photo, name));
    });
  }

  /** Changes what the shelf holds so that it can be as it was. */
  async #change(change: () => Promise<void>): Promise<DatasetState> {
    const { removal } = this.#project;
    await removal.settle();
    const shelf = this.#shelf;
    const before = shelf.snapshot();
    await change();
    await removal.note({ undo: () => shelf.restore(before), settle: () => shelf.discard() });
    return this.#project.dataset();
  }
}
