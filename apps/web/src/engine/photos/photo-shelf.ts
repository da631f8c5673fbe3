import { type FileStore, readText, writeText } from '@attune/run';

import { StorageFullError } from '../errors/storage-full-error.ts';
import type { HeldPhoto, Photo, Told } from './photo.ts';

/** Files that are written at a time: each waits for the browser more than it writes. */
const atOnce = 16;
const listFile = 'photos.json';
const classesFile = 'classes.json';
const photoFile = (id: string) => `photos/${id}`;

/** What a shelf held at a moment. */
export interface ShelfSnapshot {
  readonly photos: ReadonlyMap<string, HeldPhoto>;
  readonly made: readonly string[];
}

/** The project's photos, in memory by reference and in the files for the next visit. */
export class PhotoShelf {
  readonly #files: FileStore;
  #photos: ReadonlyMap<string, HeldPhoto>;
  /** Classes that were made by name, with or without photos. */
  #made: readonly string[];
  /** Ids of photos that the files have no room for. */
  readonly #unkept = new Set<string>();

  private constructor(files: FileStore, photos: readonly HeldPhoto[], made: readonly string[]) {
    this.#files = files;
    this.#made = made;
    this.#photos = new Map(photos.map((photo) => [photo.id, photo]));
  }

  static async open(files: FileStore): Promise<PhotoShelf> {
    const listed = JSON.parse((await readText(files, listFile)) ?? '[]') as Photo[];
    const photos: HeldPhoto[] = [];
    for (const photo of listed) photos.push({ ...photo, file: await blobOf(files, photoFile(photo.id)) });
    return new PhotoShelf(files, photos, JSON.parse((await readText(files, classesFile)) ?? '[]') as string[]);
  }

  get photos(): readonly HeldPhoto[] {
    return [...this.#photos.values()];
  }

  /** Photos that a reload loses. */
  get unkept(): number {
    return this.#unkept.size;
  }

  get made(): readonly string[] {
    return this.#made;
  }

  find(id: string): HeldPhoto | null {
    return this.#photos.get(id) ?? null;
  }

  /** Once they are kept, photos are read from there: the files that they came from may be moved,
   * deleted or unplugged. */
  async add(photos: readonly HeldPhoto[]): Promise<void> {
    this.#photos = new Map([...this.#photos, ...photos.map((photo) => [photo.id, photo] as const)]);
    const kept = new Map<string, Blob>();
    for (let first = 0; first < photos.length; first += atOnce) {
      const some = photos.slice(first, first + atOnce);
      await Promise.all(some.map(async (photo) => kept.set(photo.id, await this.#keep(photo))));
    }
    this.#photos = new Map([...this.#photos].map(([id, photo]) => [id, { ...photo, file: kept.get(id) ?? photo.file }]));
    await this.#keepList();
  }

  async makeClass(name: string): Promise<void> {
    await this.#keepMade([...new Set([...this.#made, name])]);
  }

  /** Its photos stay. */
  async forgetClass(name: string): Promise<void> {
    await this.#keepMade(this.#made.filter((made) => made !== name));
  }

  /** What some photos are said to be, from now on. */
  async retell(ids: readonly string[], tell: (photo: Photo) => Told): Promise<void> {
    const retold = new Set(ids);
    this.#photos = new Map([...this.#photos].map(([id, photo]) => [id, retold.has(id) ? { ...photo, ...tell(photo) } : photo]));
    await this.#keepList();
  }

  snapshot(): ShelfSnapshot {
    return { photos: this.#photos, made: this.#made };
  }

  /** Puts back what was taken out after a snapshot, unless it was discarded. */
  async restore({ photos, made }: ShelfSnapshot): Promise<void> {
    this.#photos = photos;
    await this.#keepMade(made);
    await this.#keepList();
  }

  /** Takes photos out; their files stay until they are discarded. */
  async takeOut(ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    this.#photos = new Map([...this.#photos].filter(([id]) => !gone.has(id)));
    await this.#keepList();
  }

  /** Removes the files of photos that were taken out. */
  async discard(): Promise<void> {
    for (const path of await this.#files.list('photos')) {
      const id = path.slice(path.lastIndexOf('/') + 1);
      if (this.#photos.has(id)) continue;
      this.#unkept.delete(id);
      await this.#files.remove(path);
    }
  }

  /** The kept file of a photo; its own where there is no room. One that is there already, of a
   * photo that was taken out, is not written again: whoever took it back could not read it then. */
  async #keep({ id, file }: HeldPhoto): Promise<Blob> {
    const path = photoFile(id);
    const before = await blobOf(this.#files, path).catch(() => null);
    if (before?.size === file.size) return before;
    try {
      await this.#files.writeSafely(path, [new Uint8Array(await file.arrayBuffer())]);
      return await blobOf(this.#files, path);
    } catch (error) {
      this.#noteFull(error, id);
      return file;
    }
  }

  /** Photos without a file of their own are not in the list. */
  async #keepList(): Promise<void> {
    const kept = this.photos.filter(({ id }) => !this.#unkept.has(id)).map(withoutBytes);
    await writeText(this.#files, listFile, JSON.stringify(kept satisfies Photo[])).catch((error: unknown) => {
      for (const { id } of this.photos) this.#noteFull(error, id);
    });
  }

  async #keepMade(made: readonly string[]): Promise<void> {
    this.#made = made;
    await writeText(this.#files, classesFile, JSON.stringify(made));
  }

  #noteFull(error: unknown, id: string): void {
    if (!StorageFullError.isInstance(error)) throw error;
    this.#unkept.add(id);
  }
}

function withoutBytes({ id, name, className, labels, values, group, part, side }: HeldPhoto): Photo {
  return { id, name, className, ...(labels && { labels }), ...(values && { values }), group, part, ...(side === undefined ? {} : { side }) };
}

async function blobOf(files: FileStore, path: string): Promise<Blob> {
  const source = await files.source(path);
  return source instanceof Blob ? source : new Blob([source as Uint8Array<ArrayBuffer>]);
}
