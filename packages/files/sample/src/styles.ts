/** Art styles of emoji that are published as npm packages under licences that ask for
 * credit at most. */
export const emojiStyles = ['emojione', 'fluent-emoji-flat', 'noto', 'twemoji'] as const;

export type EmojiStyle = (typeof emojiStyles)[number];

/** The groups of Unicode's emoji list that are classes here: all but flags, which most styles leave
 * out, and the parts emoji are joined from. */
export const emojiCategories = [
  'Activities',
  'Animals & Nature',
  'Food & Drink',
  'Objects',
  'People & Body',
  'Smileys & Emotion',
  'Symbols',
  'Travel & Places',
] as const;

export type EmojiCategory = (typeof emojiCategories)[number];

/** EmojiOne 2 has the groups of an older list, with other names; each stands for one or
 * two of today's. */
const olderGroups: Readonly<Record<string, readonly string[]>> = {
  Food: ['Food & Drink'],
  Nature: ['Animals & Nature'],
  People: ['People & Body', 'Smileys & Emotion'],
  Travel: ['Travel & Places'],
};

/** Whether a style's group for an emoji is the category, by today's name or the older one. */
export function isInCategory(group: string, category: EmojiCategory): boolean {
  return (olderGroups[group] ?? [group]).includes(category);
}
