import type { Item } from 'mp4box';

import { findText } from './find-text.ts';

const alphaKind = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';

const unknown = new TextEncoder().encode(alphaKind.replaceAll(/[a-z]/gu, 'x'));

/** An AVIF taken apart into two that are opaque. */
export interface AvifLayers {
  readonly colours: Uint8Array;
  /** The transparency, as grays. */
  readonly alpha: Uint8Array;
}

/** Takes an AVIF apart for browsers that read its transparency wrongly: Chromium (seen in 156)
 * stretches levels of 16 to 235, whatever the file says; sharp and libavif's own avifdec do not.
 *
 * @returns null for an AVIF without transparency; and for an animation, or colours that are
 * multiplied by their transparency, which stay the browser's to read. */
export async function avifLayers(bytes: Uint8Array): Promise<AvifLayers | null> {
  if (findText(bytes, alphaKind) < 0) return null;
  const { MP4BoxBuffer, createFile } = await import('mp4box');
  const file = createFile(false);
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(bytes.slice().buffer, 0), true);
  const [primary, items] = [file.getBox('pitm'), Object.values(file.items)];
  const alpha = items.find((item) => isAlpha(item) && refersTo(item, 'auxl', primary?.item_id));
  const isMultiplied = refersTo(
    items.find(({ id }) => id === primary?.item_id),
    'prem',
    alpha?.id,
  );
  if (primary === undefined || alpha?.id === undefined || isMultiplied || file.getBox('moov') !== undefined) return null;
  const colours = withoutAlpha(bytes);
  return { colours, alpha: withPrimary(colours, primary, alpha.id) };
}

function isAlpha({ properties }: Item): boolean {
  return properties?.boxes.some((box) => 'aux_type' in box && box.aux_type === alphaKind) ?? false;
}

function refersTo(item: Item | undefined, kind: string, to: number | undefined): boolean {
  return item?.ref_to?.some(({ type, id }) => type === kind && id.to_item_ID === to) ?? false;
}

/** A copy in which nothing is known as transparency: what it is called, no reader knows. */
function withoutAlpha(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (let at = findText(copy, alphaKind); at >= 0; at = findText(copy, alphaKind, at)) copy.set(unknown, at);
  return copy;
}

interface Primary {
  readonly start?: number;
  readonly size: number;
  readonly version?: number;
}

/** A copy whose picture to show is another. Its number stands at the end of its box. */
function withPrimary(bytes: Uint8Array, { start, size, version }: Primary, id: number): Uint8Array {
  const copy = bytes.slice();
  const [view, end] = [new DataView(copy.buffer), (start ?? 0) + size];
  if (version === 0) view.setUint16(end - 2, id);
  else view.setUint32(end - 4, id);
  return copy;
}
