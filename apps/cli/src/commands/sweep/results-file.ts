import { type FileHandle, open, readFile, truncate } from 'node:fs/promises';

import { type TrialResult, parseResults } from '@attune/sweep';

import { withPathError } from '../../path-error.ts';
import { UsageError } from '../../usage-error.ts';

/** `results.jsonl` of a sweep. A result counts once its line is on the disk with its end; none is
 * kept in memory. */
export class ResultsFile {
  readonly #path: string;
  readonly #file: FileHandle;
  #waiting: { readonly line: string; readonly done: () => void; readonly failed: (error: unknown) => void }[] = [];
  #writing: Promise<void> | null = null;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens it to go on; a last line that a kill cut off is removed.
   *
   * @throws {UsageError} when a line is no result. */
  static async open(path: string): Promise<ResultsFile> {
    const text = await textOf(path);
    readLines(text, path);
    if (text !== '' && !text.endsWith('\n')) await truncate(path, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
    return new ResultsFile(path, await open(path, 'a'));
  }

  /** Reads all that are on the disk. */
  async results(): Promise<readonly TrialResult[]> {
    return readLines(await textOf(this.#path), this.#path);
  }

  /** Resolves once the line is on the disk. What comes meanwhile is written together. */
  async commit(result: TrialResult): Promise<void> {
    const written = new Promise<void>((done, failed) => this.#waiting.push({ line: `${JSON.stringify(result)}\n`, done, failed }));
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
    await written;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.appendFile(batch.map(({ line }) => line).join(''));
        await this.#file.datasync();
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
  }
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw withPathError(error);
  });
}

function readLines(text: string, path: string): TrialResult[] {
  try {
    return parseResults(text);
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(`${path} cannot be read: ${line} It was written by another version, or changed by hand: mend it, or choose another --out.`);
  }
}
