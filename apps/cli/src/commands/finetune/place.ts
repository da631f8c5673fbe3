import { isWithin } from '../../is-within.ts';
import { UsageError } from '../../usage-error.ts';

/** A run among the images would be read as images the next time.
 *
 * @throws {UsageError} when a run's folder lies in the data, links followed. */
export async function requireOutside(data: string, out: string): Promise<void> {
  if (!(await isWithin(out, data))) return;
  throw new UsageError(`The run ${out} would lie inside the data ${data}: give it a folder elsewhere, such as --out runs/NAME.`);
}

/** @throws {UsageError} when images are to be mixed and not to vary. */
export function requireVarying({
  augment,
  mixup,
  cutmix,
}: {
  readonly augment?: string | undefined;
  readonly mixup?: number | undefined;
  readonly cutmix?: number | undefined;
}): void {
  if (augment !== 'none' || (mixup === undefined && cutmix === undefined)) return;
  throw new UsageError('Images that do not vary (--augment none) cannot be mixed (--mixup, --cutmix): leave one of these out.');
}

/** @throws {UsageError} when no stage has an epoch. */
export function requireEpochs(epochs: readonly number[]): void {
  if (epochs.some((count) => count > 0)) return;
  throw new UsageError(`No stage has an epoch (${epochs.join(',')}), so there is nothing to train; give one at least, such as --epochs 1,0,0.`);
}
