import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { EmojiStyle } from './styles.ts';

/** An icon package of Iconify, as far as it is read here. */
export interface IconSet {
  readonly style: EmojiStyle;
  /** The inside of each icon's SVG, and the size of its canvas in SVG units, by name. */
  readonly icons: ReadonlyMap<string, Icon>;
  /** The group of each emoji, by name. */
  readonly groups: ReadonlyMap<string, string>;
}

export interface Icon {
  readonly body: string;
  readonly width: number;
  readonly height: number;
}

/** Whose work an icon set is, and under which licence. */
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

interface IconsFile {
  readonly icons: Readonly<Record<string, { readonly body: string; readonly width?: number; readonly height?: number }>>;
  readonly width?: number;
  readonly height?: number;
}

interface InfoFile {
  readonly name: string;
  readonly author: { readonly name: string; readonly url: string };
  readonly license: { readonly spdx: string; readonly url: string };
}

const resolve = createRequire(import.meta.url).resolve;
const iconifyDefault = 16; // what Iconify's format means by a size that is left out

/** Reads the icons and groups of a style from its npm package. */
export async function readIconSet(style: EmojiStyle): Promise<IconSet> {
  const { icons, width = iconifyDefault, height = iconifyDefault } = await readPart<IconsFile>(style, 'icons');
  const { categories } = await readPart<{ categories: Readonly<Record<string, readonly string[]>> }>(style, 'metadata');
  const groups = Object.entries(categories).flatMap(([group, names]) => names.map((name) => [name, group] as const));
  return { style, icons: new Map(Object.entries(icons).map(([name, icon]) => [name, { width, height, ...icon }])), groups: new Map(groups) };
}

/** Reads whose work a style is from its npm package. */
export async function readCredit(style: EmojiStyle): Promise<Credit> {
  const { name, author, license } = await readPart<InfoFile>(style, 'info');
  return { style, name, author: author.name, url: author.url, licence: license.spdx, licenceUrl: license.url };
}

async function readPart<T>(style: EmojiStyle, part: 'icons' | 'info' | 'metadata'): Promise<T> {
  return JSON.parse(await readFile(resolve(`@iconify-json/${style}/${part}.json`), 'utf8')) as T;
}
