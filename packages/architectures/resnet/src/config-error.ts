import { AttuneError, type ConfigFault, describeConfigFaults, unknownOptions } from '@attune/errors';

import { type ResNetConfig, type ResNetDesign, blockPaths, resnetOptions, resnetPlacements, stridePlaces } from './config.ts';

export type ResNetConfigFault = ConfigFault;

/** Options that no ResNet can be built with: all of them at once. */
export class ResNetConfigError extends AttuneError {
  static override readonly code = 'ATTUNE_RESNET_CONFIG';
  readonly architecture: string;
  readonly faults: readonly ResNetConfigFault[];

  constructor(architecture: string, faults: readonly ResNetConfigFault[]) {
    super(describeConfigFaults(architecture, faults));
    this.name = 'ResNetConfigError';
    this.architecture = architecture;
    this.faults = faults;
  }
}

/** @throws {ResNetConfigError} naming every fault, options that do not exist among them. */
export function requireConfig({ architecture, block, depths }: ResNetDesign, config: ResNetConfig): void {
  const { classes = 1, channels = 3, placement = 'after-block', attentionStages = [], attentionBlocks = [] } = config;
  const faults: ResNetConfigFault[] = [];
  const among = depths.map((_, stage) => stage + 1);
  if (!Number.isInteger(classes) || classes < 1) faults.push({ option: 'classes', value: classes, rule: 'a whole number from 1 up' });
  if (!Number.isInteger(channels) || channels < 1) faults.push({ option: 'channels', value: channels, rule: 'a whole number from 1 up' });
  if (!resnetPlacements.includes(placement)) faults.push({ option: 'placement', value: placement, rule: `one of ${resnetPlacements.join(', ')}` });
  if (!attentionStages.every((stage) => among.includes(stage))) {
    faults.push({ option: 'attentionStages', value: attentionStages, rule: `among its stages, ${among.join(', ')}` });
  }
  if (config.strideIn !== undefined && block.expansion === 1) {
    faults.push({ option: 'strideIn', value: config.strideIn, rule: 'left out: basic blocks always have their stride in conv1' });
  } else if (config.strideIn !== undefined && !stridePlaces.includes(config.strideIn)) {
    faults.push({ option: 'strideIn', value: config.strideIn, rule: `one of ${stridePlaces.join(', ')}` });
  }
  const blocks = depths.flatMap((_, stage) => blockPaths({ depths }, stage));
  if (placement === 'after-stage' && attentionBlocks.length > 0) {
    faults.push({ option: 'attentionBlocks', value: attentionBlocks, rule: 'left out where attention comes after each stage: choose stages' });
  } else if (!attentionBlocks.every((path) => blocks.includes(path))) {
    faults.push({ option: 'attentionBlocks', value: attentionBlocks, rule: `among its blocks, ${blocks.join(', ')}` });
  }
  for (const option of ['stochasticDepth', 'dropout'] as const) {
    const rate = config[option] ?? 0;
    if (!(rate >= 0 && rate < 1)) faults.push({ option, value: rate, rule: 'at least 0 and less than 1' });
  }
  faults.push(...unknownOptions(config, resnetOptions));
  if (faults.length > 0) throw new ResNetConfigError(architecture, faults);
}
