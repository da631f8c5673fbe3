import { AttuneError, type ConfigFault, describeConfigFaults, unknownOptions } from '@attune/errors';

/** What factories of attention are told, with their defaults filled in. */
interface AttentionConfig {
  readonly variant: string;
  /** Channels per unit of the bottleneck. */
  readonly reduction: number;
}

/** Options that no gate can be built with: all of them at once. Each package of
 * attention extends it
 * with a code of its own. */
export class AttentionConfigError extends AttuneError {
  static override readonly code: string = 'ATTUNE_ATTENTION_CONFIG';
  readonly variant: string;
  readonly reduction: number;
  readonly faults: readonly ConfigFault[];

  /** @param title what texts call the attention: `CBAM`. */
  constructor(title: string, { variant, reduction, faults }: AttentionConfig & { readonly faults: readonly ConfigFault[] }) {
    super(describeConfigFaults(title, faults));
    this.name = 'AttentionConfigError';
    this.variant = variant;
    this.reduction = reduction;
    this.faults = faults;
  }
}

/** What {@link attentionFaults} measures options by. */
interface AttentionRules {
  readonly variants: readonly string[];
  /** Options beside the variant and the reduction. */
  readonly further?: readonly string[];
}

/** What is wrong with a factory's options, options that do not exist included.
 *
 * @param given the options as they came. */
export function attentionFaults(given: object, { variant, reduction, variants, further = [] }: AttentionConfig & AttentionRules): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (!variants.includes(variant)) faults.push({ option: 'variant', value: variant, rule: `one of ${variants.join(', ')}` });
  if (!Number.isInteger(reduction) || reduction < 1) faults.push({ option: 'reduction', value: reduction, rule: 'a whole number from 1 up (16 in the paper)' });
  return [...faults, ...unknownOptions(given, ['variant', 'reduction', ...further])];
}
