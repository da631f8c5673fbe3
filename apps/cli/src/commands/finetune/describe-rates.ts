import { type Recipe, describeMeasurement } from '@attune/staged-finetune';

import type { Terminal } from '../../terminal/terminal.ts';

/** Tells by what the rates of the body are multiplied, where that was measured. */
export function describeRates(terminal: Terminal, { measured }: Recipe): void {
  if (measured !== undefined) terminal.note(`Body rates ${describeMeasurement(measured)}.`);
}
