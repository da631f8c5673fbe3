import { keyedRandom, permutation } from '@attune/data';

import type { IconSet } from './icon-set.ts';
import { type EmojiCategory, emojiCategories, isInCategory } from './styles.ts';

/** An emoji and the one category that every style which has it puts it in. */
export interface Emoji {
  readonly name: string;
  readonly category: EmojiCategory;
}

/** The emoji that can be used: drawn in the unseen style and in at least one other, in the same
 * category everywhere. Skin-tone variants are left out, being near copies. */
export function usableEmoji(unseen: IconSet, others: readonly IconSet[]): Emoji[] {
  return [...unseen.icons.keys()].flatMap((name) => {
    const sets = [unseen, ...others].filter(({ icons, groups }) => icons.has(name) && groups.has(name));
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
