import type { GateReport } from '@attune/nn';

/** What a gate tells apart: channels, positions, or each feature by itself. */
export type GateReach = 'channels' | 'positions' | 'features';

/** By the shapes of a gate and of what it is multiplied by; a lone channel at a lone position is a
 * channel. */
export function gateReach({ gate, input }: Pick<GateReport, 'gate' | 'input'>): GateReach {
  const [, height, width, channels] = gate.shape;
  if (height === 1 && width === 1 && channels === input.shape[3]) return 'channels';
  return channels === 1 ? 'positions' : 'features';
}
