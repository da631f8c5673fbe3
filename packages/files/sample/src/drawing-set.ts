import { readFile } from 'node:fs/promises';

import { type RgbImage, decodeImage, resize } from '@attune/data';

import type { EmojiStyle } from './styles.ts';

/** The drawings of a style, as far as they are in the sample. */
export interface DrawingSet {
  readonly style: EmojiStyle;
  /** The place of each emoji's drawing in the sheet, counted in rows from the upper left, by
   * name. */
  readonly places: ReadonlyMap<string, number>;
  /** The group of each emoji, by name. */
  readonly groups: ReadonlyMap<string, string>;
  readonly sheet: RgbImage;
}

/** Whose work a style is, and under which licence. */
export interface Credit {
  readonly style: EmojiStyle;
  readonly name: string;
  readonly author: string;
  /** Where the work is published. */
  readonly url: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly licenceUrl: string;
}

/** What stands beside a sheet of drawings; `tools/draw-emoji.mjs` writes both. */
interface SheetFile {
  readonly credit: Credit;
  readonly drawings: readonly (readonly [name: string, group: string | null])[];
}

/** Side of a drawing, in pixels. */
export const drawingSide = 32;
/** Drawings in a row of a sheet. */
export const sheetColumns = 40;

/** Reads the drawings of a style. */
export async function readDrawingSet(style: EmojiStyle): Promise<DrawingSet> {
  const [{ drawings }, bytes] = await Promise.all([readSheetFile(style), readFile(fileOf(style, 'webp'))]);
  return {
    style,
    places: new Map(drawings.map(([name], place) => [name, place])),
    groups: new Map(drawings.flatMap(([name, group]) => (group === null ? [] : [[name, group]]))),
    sheet: await decodeImage(bytes),
  };
}

/** Reads whose work a style is. */
export async function readCredit(style: EmojiStyle): Promise<Credit> {
  return (await readSheetFile(style)).credit;
}

/** A drawing on its white square, `size` pixels wide: [size, size, 3], each value 0 … 255. */
export function drawingAt({ sheet }: Pick<DrawingSet, 'sheet'>, place: number, size: number): Uint8Array {
  const [left, top] = [(place % sheetColumns) * drawingSide, Math.floor(place / sheetColumns) * drawingSide];
  const crop = { left, top, width: drawingSide, height: drawingSide };
  return resize(sheet, { width: size, height: size, crop, interpolation: 'bicubic' }).data;
}

async function readSheetFile(style: EmojiStyle): Promise<SheetFile> {
  return JSON.parse(await readFile(fileOf(style, 'json'), 'utf8')) as SheetFile;
}

function fileOf(style: EmojiStyle, suffix: 'json' | 'webp'): URL {
  return new URL(`../drawings/${style}.${suffix}`, import.meta.url);
}
