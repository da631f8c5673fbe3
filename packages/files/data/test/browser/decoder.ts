import { fileURLToPath } from 'node:url';

import { expect } from 'vitest';

import { type Chromium, openChromium } from '../../../../../tools/testing/chromium.ts';
import type { RgbImage } from '../../src/index.ts';
import type { Decoded, Request } from './worker.ts';

/** Chromium with `worker.ts` in it. */
export class BrowserDecoder {
  readonly #chromium: Chromium;

  private constructor(chromium: Chromium) {
    this.#chromium = chromium;
  }

  static async open(): Promise<BrowserDecoder> {
    return new BrowserDecoder(await openChromium({ entry: fileURLToPath(new URL('worker.ts', import.meta.url)), isolated: false }));
  }

  ask<T>(message: Request): Promise<T> {
    return this.#chromium.ask<T>(message);
  }

  /** Each file as an image, or as the words why it is none. With a `size`, what a
   * network of that size sees of it. */
  async decode(files: readonly Uint8Array[], size: number | null = null): Promise<(RgbImage | string)[]> {
    const answers = await this.ask<readonly (Decoded | { readonly fault: string })[]>({ kind: 'decode', size, files: files.map(base64) });
    return answers.map((answer) => ('fault' in answer ? answer.fault : { ...answer, data: new Uint8Array(Buffer.from(answer.data, 'base64')) }));
  }

  close(): Promise<void> {
    return this.#chromium.close();
  }
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The largest difference of two images of one size, in levels. */
export function distance(a: RgbImage, b: RgbImage): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - b.data[at]!)), 0);
}
