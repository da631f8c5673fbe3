import { type Augmentation, DataOptionError, type ImageDataset, type PixelImages, type Preprocessing, pixelDataset } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';

import { type Emoji, chooseEmoji, usableEmoji } from './choose-emoji.ts';
import { type Credit, type DrawingSet, drawingAt, readCredit, readDrawingSet } from './drawing-set.ts';
import { type EmojiStyle, emojiCategories, emojiStyles } from './styles.ts';

export interface EmojiSampleOptions {
  /** The style that is validated on and never trained on. Default: emojione, which is the hardest
   * to look up by pixels in the other three. */
  readonly unseenStyle?: EmojiStyle;
  /** The most emoji taken of each category. Each is drawn once in every style that has
   * it. Default: 60. */
  readonly emojiPerCategory?: number;
  /** Decides which emoji are taken. Default: 0. */
  readonly seed?: number;
  /** Side of each picture, in pixels. They are drawn at 32 and resized to anything else.
   * Default: 32. */
  readonly size?: number;
  readonly preprocessing?: Partial<Preprocessing>;
  readonly augmentation?: Augmentation;
}

const sampleOptions = {
  unseenStyle: true,
  emojiPerCategory: true,
  seed: true,
  size: true,
  preprocessing: true,
  augmentation: true,
} satisfies Record<keyof EmojiSampleOptions, true>;

export interface EmojiSample extends ImageDataset {
  readonly unseenStyle: EmojiStyle;
  /** Whose drawings these are; their licences ask that it be said. */
  readonly credits: readonly Credit[];
}

/** Emoji of eight categories, drawn in several art styles: trained on all but one, validated on
 * that one. Nothing is downloaded: the drawings come with this package.
 *
 * Source: the groups are those of Unicode's emoji-test.txt, as each icon package records them.
 * @throws {DataOptionError} when a count is not a whole number from 1 up.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function emojiSample(options: EmojiSampleOptions = {}): Promise<EmojiSample> {
  refuseUnknownOptions('emojiSample', options, sampleOptions);
  const { unseenStyle = 'emojione', emojiPerCategory = 60, seed = 0, size = 32, preprocessing = {}, augmentation = shiftOnWhite } = options;
  requireCounts({ emojiPerCategory, size });
  const unseen = await readDrawingSet(unseenStyle);
  const others = await Promise.all(emojiStyles.filter((style) => style !== unseenStyle).map(readDrawingSet));
  const emoji = chooseEmoji(usableEmoji(unseen, others), { perCategory: emojiPerCategory, seed });
  const dataset = pixelDataset({
    classes: emojiCategories,
    train: draw(emoji, others, size),
    validation: draw(emoji, [unseen], size),
    preprocessing,
    augmentation,
  });
  return { ...dataset, unseenStyle, credits: await emojiCredits() };
}

function requireCounts(counts: Readonly<Record<string, number>>): void {
  const wrong = Object.entries(counts).filter(([, value]) => !(Number.isInteger(value) && value >= 1));
  const faults = wrong.map(([option, value]) => ({ option, value, rule: 'a whole number from 1 up' }));
  if (faults.length > 0) throw new DataOptionError({ faults });
}

/** Whose drawings the sample uses. */
export async function emojiCredits(): Promise<readonly Credit[]> {
  return Promise.all(emojiStyles.map(readCredit));
}

/** The standard augmentation of small images, with the pictures' own background as the frame. */
const shiftOnWhite: Augmentation = { kind: 'padded-crop', padding: 4, fill: 255, flip: 0.5 };

function draw(emoji: readonly Emoji[], sets: readonly DrawingSet[], size: number): PixelImages {
  const drawings = emoji.flatMap(({ name, category }) =>
    sets.flatMap((set) => {
      const place = set.places.get(name);
      return place === undefined ? [] : [{ name: `${set.style}/${name}`, category, set, place }];
    }),
  );
  const pixels = new Uint8Array(drawings.length * size * size * 3);
  drawings.forEach(({ set, place }, index) => pixels.set(drawingAt(set, place, size), index * size * size * 3));
  const labels = Int32Array.from(drawings, ({ category }) => emojiCategories.indexOf(category));
  return { pixels, labels, width: size, height: size, nameOf: (index) => drawings[index]?.name ?? String(index) };
}
