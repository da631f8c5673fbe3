import { SingleBar } from 'cli-progress';

import { printable } from './printable.ts';

const megabyte = 2 ** 20;

/** Shows how a file comes along, where somebody watches. */
export class DownloadBar {
  readonly #fileName: string;
  #bar: SingleBar | null = null;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** Bytes so far, of all when that is known. */
  update(done: number, total: number | null): void {
    if (!process.stderr.isTTY) return;
    this.#bar ??= this.#start(total ?? done);
    if (total === null) this.#bar.setTotal(done);
    this.#bar.update(done, { done: megabytes(done), all: total === null ? '?' : megabytes(total) });
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = null;
  }

  #start(total: number): SingleBar {
    const format = `{file} {bar} {done} of {all} MB · {eta_formatted} left`;
    const bar = new SingleBar({
      format,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      barCompleteChar: '█',
      barIncompleteChar: '░',
    });
    bar.start(total, 0, { file: printable(this.#fileName), done: '0', all: '?' });
    return bar;
  }
}

function megabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(1);
}
