import type { LoadReport } from '@attune/checkpoint';
import type { ImageDataset } from '@attune/data';

import type { ModelSpec } from '@attune/zoo';
import { listed, plural } from '../../terminal/format.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export interface StartingPoint {
  readonly dataset: ImageDataset;
  readonly backend: string;
  readonly model: ModelSpec;
  readonly loaded: LoadReport | null;
  readonly weights: string;
}

/** Tells what a run starts from: the images and what was left out of them, the network, what its weights are, where it runs. */
export function describeStart(terminal: Terminal, start: StartingPoint): void {
  const { dataset, backend, model, loaded, weights } = start;
  const { classes, train, validation, skipped, preprocessing } = dataset;
  terminal.note(
    `Data: ${plural(train.size, 'training image')}, ${plural(validation.size, 'validation image')}, ${classes.length} classes (${listed(classes)}), ${preprocessing.imageSize} × ${preprocessing.imageSize} pixels`,
  );
  for (const { path, reason } of skipped) terminal.warn(`Skipped ${path}: ${reason}`);
  const attention = model.attention === 'none' ? 'no attention' : `CBAM (${model.attention}) ${model.placement}`;
  terminal.note(`Network: ${model.architecture}, ${attention}`);
  terminal.note(loaded === null ? 'Weights: none; the network starts from random values' : `Weights: ${weights}: ${describeLoad(loaded)}`);
  terminal.note(`Backend: ${backend}`);
}

function describeLoad({ loaded, reinitialised, fresh, ignored }: LoadReport): string {
  const parts = [
    `${plural(loaded.length, 'tensor')} loaded`,
    reinitialised.length > 0 && `${listed(reinitialised)} new, because the number of classes differs`,
    fresh.length > 0 && `${plural(fresh.length, 'attention tensor')} new`,
    ignored.length > 0 && `${listed(ignored)} ignored`,
  ];
  return parts.filter(Boolean).join('; ');
}
