import type { Recipe } from '@attune/staged-finetune';

import type { Terminal } from '../../terminal/terminal.ts';
import { count, percent } from '../../terminal/format.ts';

/** Says what was measured on the images, and what the recipe makes of it. */
export function describeMeasurement(terminal: Terminal, { measured }: Recipe): void {
  if (measured === undefined) return;
  const { bodyRateScale, separated, shift, images } = measured;
  const said = [
    ...(separated === undefined
      ? []
      : [`the features before training separate ${percent(separated)} of ${count(images)} training images, each judged by the others`]),
    ...(shift === undefined ? [] : [`the images lie ${shift.toFixed(2)} nats from those that the network knows`]),
  ];
  terminal.note(`Body rates × ${bodyRateScale}: ${said.join(', and ')}.`);
}
