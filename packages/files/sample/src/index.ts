export { emojiCredits, emojiSample } from './emoji-sample.ts';
export type { EmojiSample, EmojiSampleOptions } from './emoji-sample.ts';
export { emojiCategories, emojiStyles } from './styles.ts';
export type { EmojiCategory, EmojiStyle } from './styles.ts';
export type { Credit } from './drawing-set.ts';
export { nearestNeighbourAccuracy } from './nearest-neighbour.ts';
export { SampleWeightsError, sampleWeights } from './sample-weights.ts';
