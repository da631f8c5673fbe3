import type { Preprocessing } from './preprocessing.ts';

/** The same preprocessing for images of another number of channels. Means and deviations of red,
 * green and blue repeat as the filters do that see them (`withImageChannels`); gray has their
 * average. timm asks for numbers of its own here, and takes one for all channels. */
export function preprocessingIn(preprocessing: Preprocessing, channels: number): Preprocessing {
  const { mean, std } = preprocessing;
  return { ...preprocessing, mean: inChannels(mean, channels), std: inChannels(std, channels) };
}

function inChannels(values: readonly number[], channels: number): readonly number[] {
  if (values.length === channels) return values;
  if (channels === 1) return [values.reduce((sum, value) => sum + value, 0) / values.length];
  return Array.from({ length: channels }, (_, channel) => values[channel % values.length]!);
}
