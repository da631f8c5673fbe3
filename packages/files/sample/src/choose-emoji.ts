import { keyedRandom, permutation } from '@attune/data';

import type { DrawingSet } from './drawing-set.ts';
import { type EmojiCategory, emojiCategories, isInCategory } from './styles.ts';

/** An emoji and the one category that every style which has it puts it in. */
export interface Emoji {
  readonly name: string;
  readonly category: EmojiCategory;
}

/** What a style draws. */
type StyleNames = Pick<DrawingSet, 'places' | 'groups'>;

/** The emoji that can be used: drawn in the unseen style and in at least one other, in the same
 * category everywhere. Skin-tone variants are left out, being near copies. */
export function usableEmoji(unseen: StyleNames, others: readonly StyleNames[]): Emoji[] {
  return [...unseen.places.keys()].flatMap((name) => {
    const sets = [unseen, ...others].filter(({ places, groups }) => places.has(name) && groups.has(name));
    const category = emojiCategories.find((wanted) => sets.every(({ groups }) => isInCategory(groups.get(name)!, wanted)));
    return category === undefined || sets.length < 2 || sets[0] !== unseen || name.includes('skin-tone') ? [] : [{ name, category }];
  });
}

/** Chooses up to `perCategory` emoji of each category; the same ones for the same seed. */
export function chooseEmoji(emoji: readonly Emoji[], { perCategory, seed }: { readonly perCategory: number; readonly seed: number }): Emoji[] {
  return emojiCategories.flatMap((category, key) => {
    const members = emoji.filter((one) => one.category === category);
    const chosen = permutation(members.length, keyedRandom(seed, key)).subarray(0, perCategory);
    return [...chosen.sort()].map((index) => members[index]!);
  });
}
