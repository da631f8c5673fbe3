import { AttuneError, type ConfigFault, describeConfigFaults, unknownOptions } from '@attune/errors';

import { type VggConfig, type VggDesign, vggOptions } from './config.ts';

export type VggConfigFault = ConfigFault;

/** Options that no VGG can be built with: all of them at once. */
export class VggConfigError extends AttuneError {
  static override readonly code = 'ATTUNE_VGG_CONFIG';
  readonly architecture: string;
  readonly faults: readonly VggConfigFault[];

  constructor(architecture: string, faults: readonly VggConfigFault[]) {
    super(describeConfigFaults(architecture, faults));
    this.name = 'VggConfigError';
    this.architecture = architecture;
    this.faults = faults;
  }
}

/** @throws {VggConfigError} naming every fault, options that do not exist among them. */
export function requireConfig({ architecture, depths }: VggDesign, config: VggConfig): void {
  const { classes = 1, channels = 3, attentionStages = [], hidden = 1, poolSize = 1, dropout = 0 } = config;
  const faults: VggConfigFault[] = [];
  for (const [option, value] of Object.entries({ classes, channels, hidden, poolSize })) {
    if (!Number.isInteger(value) || value < 1) faults.push({ option, value, rule: 'a whole number from 1 up' });
  }
  const among = depths.map((_, group) => group + 1);
  if (!attentionStages.every((group) => among.includes(group))) {
    faults.push({ option: 'attentionStages', value: attentionStages, rule: `among its groups, ${among.join(', ')}` });
  }
  if (!(dropout >= 0 && dropout < 1)) faults.push({ option: 'dropout', value: dropout, rule: 'at least 0 and less than 1' });
  faults.push(...unknownOptions(config, vggOptions));
  if (faults.length > 0) throw new VggConfigError(architecture, faults);
}
