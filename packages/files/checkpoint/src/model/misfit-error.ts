import { AttuneError } from '@attune/errors';

import { groupNames } from '../names/group-names.ts';
import { quoteForMessage, quoteName } from '../quote-for-message.ts';
import { type Dtype, torchDtype } from '../tensor/dtype.ts';

/** A tensor of another shape than the model's, both in torch layout. */
export interface MisshapenTensor {
  readonly name: string;
  /** The model's. */
  readonly expected: readonly number[];
  /** The file's. */
  readonly actual: readonly number[];
}

/** A tensor of integers in the place of weights. */
export interface IntegerTensor {
  readonly name: string;
  readonly dtype: Dtype;
}

/** A trait of the file's network that the model has otherwise. */
export interface OtherTrait {
  readonly trait: string;
  /** The model's; null where it is as usual. */
  readonly expected: string | null;
  /** The file's. */
  readonly actual: string;
}

export interface MisfitFaults {
  readonly file: string;
  readonly architecture: string;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly MisshapenTensor[];
  readonly integers: readonly IntegerTensor[];
  readonly otherTraits: readonly OtherTrait[];
  /** What probably went wrong, and the way out. */
  readonly hints: readonly string[];
}

/** A checkpoint whose names, shapes, kinds of number or traits are not the model's. Every fault is
 * listed, and nothing was loaded. */
export class CheckpointMisfitError extends AttuneError {
  static override readonly code = 'ATTUNE_CHECKPOINT_MISFIT';
  readonly file: string;
  readonly architecture: string;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly MisshapenTensor[];
  readonly integers: readonly IntegerTensor[];
  readonly otherTraits: readonly OtherTrait[];

  constructor(faults: MisfitFaults) {
    super(describe(faults));
    this.name = 'CheckpointMisfitError';
    this.file = faults.file;
    this.architecture = faults.architecture;
    this.missing = faults.missing;
    this.unexpected = faults.unexpected;
    this.misshapen = faults.misshapen;
    this.integers = faults.integers;
    this.otherTraits = faults.otherTraits;
  }
}

/** Few enough that the message is at most fifteen lines of a terminal. */
const mostGroups = 6;
const mostShapes = 3;

function describe({ file, architecture, missing, unexpected, misshapen, integers, otherTraits, hints }: MisfitFaults): string {
  const shapes = misshapen
    .slice(0, mostShapes)
    .map(({ name, expected, actual }) => `${quoteName(name)} is ${quoteForMessage(actual)}, the model has ${quoteForMessage(expected)}`);
  const more = misshapen.length > mostShapes ? [`and ${misshapen.length - mostShapes} more`] : [];
  const traits = otherTraits.map(
    ({ trait, expected, actual }) => `${quoteName(trait)} is ${quoteForMessage(actual)}, the model's is ${quoteForMessage(expected ?? 'the usual')}`,
  );
  const parts = [
    missing.length > 0 && `${missing.length} missing (${groupNames(missing, mostGroups).join(', ')})`,
    unexpected.length > 0 && `${unexpected.length} unexpected (${groupNames(unexpected, mostGroups).join(', ')})`,
    misshapen.length > 0 && `${misshapen.length} of another shape (${[...shapes, ...more].join('; ')})`,
    integers.length > 0 && `${integers.length} of integers (${torchDtype(integers[0]!.dtype)})`,
    traits.length > 0 && traits.slice(0, mostShapes).join('; '),
  ];
  return `${file}: it does not fit ${architecture}, and nothing was loaded. ${hints.join(' ')} In the file: ${parts.filter(Boolean).join('; ')}.`;
}
