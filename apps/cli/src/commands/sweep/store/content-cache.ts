import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { digestOf } from '@attune/sweep';

import { type Content, contentAt, fileAt, isFolderContent, sha256Of } from '../content.ts';
import type { DataStore } from './data-store.ts';
import { fetchObject } from './fetch-object.ts';
import { readManifest, storeKeys } from './manifest.ts';
import { StoreError } from './store-error.ts';

/** Files that are fetched at a time. */
const atOnce = 8;

/** The most that a list of files may have, in bytes. */
const mostManifest = 2 ** 29;

/** What a worker has fetched from a store: files by their SHA-256, and folders of links to them.
 * Workers may share it. */
export class ContentCache {
  readonly #folder: string;
  readonly #store: DataStore;
  readonly #places = new Map<string, Promise<string>>();

  constructor(folder: string, store: DataStore) {
    this.#folder = folder;
    this.#store = store;
  }

  /** Where some content lies, fetched where it is not whole yet.
   *
   * @param name what it is called where it comes from: the suffix of a file says what it is.
   * @throws {StoreError} when it cannot be fetched. */
  place(digest: string, name: string): Promise<string> {
    const key = digestOf({ digest, name });
    const known = this.#places.get(key) ?? this.#find(digest, { name, tree: join(this.#folder, 'trees', key.slice(0, 32)) });
    this.#places.set(key, known);
    known.catch(() => this.#places.delete(key)); // it may be there the next time
    return known;
  }

  async #find(digest: string, { name, tree }: { readonly name: string; readonly tree: string }): Promise<string> {
    const path = join(tree, basename(name));
    if ((await stat(tree).catch(() => null)) !== null) {
      if ((await contentAt(path).catch(() => null))?.digest === digest) return path;
      await rm(tree, { recursive: true, force: true }); // somebody changed it
    }
    const content = await this.#manifest(digest);
    await this.#fetchAll(content);
    await this.#plant(content, { tree, name: basename(name) });
    return path;
  }

  async #manifest(digest: string): Promise<Content> {
    const { bytes } = await this.#store.read(storeKeys.manifest(digest), 0);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of bytes) {
      size += piece.length;
      if (size > mostManifest) break;
      pieces.push(piece);
    }
    const content = readManifest(Buffer.concat(pieces).toString('utf8'), digest);
    if (content !== null) return content;
    throw new StoreError(
      this.#store.address,
      `its list ${storeKeys.manifest(digest)} is damaged: remove it there, and run the sweep again, which writes it anew.`,
    );
  }

  async #fetchAll({ files }: Content): Promise<void> {
    const waiting = [...new Map(files.map((file) => [file.sha256, file])).values()].values();
    const fetchRest = async () => {
      for (const file of waiting) {
        const path = this.#object(file.sha256);
        if ((await sha256Of(path).catch(() => null)) === file.sha256) continue;
        await fetchObject(this.#store, file, path);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, fetchRest));
  }

  /** Makes the folder aside, and gives it its name when it is whole; where another worker was
   * first, its folder stays. */
  async #plant(content: Content, { tree, name }: { readonly tree: string; readonly name: string }): Promise<void> {
    const aside = `${tree}.${randomBytes(6).toString('hex')}.partial`;
    const root = join(aside, name);
    const isFolder = isFolderContent(content);
    try {
      await mkdir(isFolder ? root : aside, { recursive: true });
      for (const file of content.files) {
        const place = fileAt(root, file, isFolder);
        await mkdir(dirname(place), { recursive: true });
        await link(this.#object(file.sha256), place).catch(() => copyFile(this.#object(file.sha256), place));
      }
      await rename(aside, tree).catch(async (error: unknown) => {
        if ((await stat(tree).catch(() => null)) === null) throw error;
      });
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }

  #object(sha256: string): string {
    return join(this.#folder, 'objects', sha256);
  }
}
