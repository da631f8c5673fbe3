import type { VggConfig, VggDesign } from './config.ts';

export interface VggConfigFault {
  readonly option: 'classes' | 'attentionStages' | 'hidden' | 'poolSize' | 'dropout';
  readonly value: unknown;
  /** What the value must be. */
  readonly rule: string;
}

/** Options that no VGG can be built with: all of them at once. */
export class VggConfigError extends Error {
  readonly code = 'ATTUNE_VGG_CONFIG';
  readonly architecture: string;
  readonly faults: readonly VggConfigFault[];

  constructor(architecture: string, faults: readonly VggConfigFault[]) {
    super(
      `${architecture} cannot be built: ${faults.map(({ option, value, rule }) => `${option} is ${JSON.stringify(value)}, and must be ${rule}`).join('; ')}.`,
    );
    this.name = 'VggConfigError';
    this.architecture = architecture;
    this.faults = faults;
  }
}

/** @throws {VggConfigError} naming every fault. */
export function requireConfig({ architecture, depths }: VggDesign, config: VggConfig): void {
  const { classes = 1, attentionStages = [], hidden = 1, poolSize = 1, dropout = 0 } = config;
  const faults: VggConfigFault[] = [];
  for (const [option, value] of Object.entries({ classes, hidden, poolSize }) as ['classes' | 'hidden' | 'poolSize', number][]) {
    if (!Number.isInteger(value) || value < 1) faults.push({ option, value, rule: 'a whole number from 1 up' });
  }
  const among = depths.map((_, group) => group + 1);
  if (!attentionStages.every((group) => among.includes(group))) {
    faults.push({ option: 'attentionStages', value: attentionStages, rule: `among its groups, ${among.join(', ')}` });
  }
  if (!(dropout >= 0 && dropout < 1)) faults.push({ option: 'dropout', value: dropout, rule: 'at least 0 and less than 1' });
  if (faults.length > 0) throw new VggConfigError(architecture, faults);
}
