import { type ModelSpec, parseArchitecture, placementIn } from '@attune/zoo';

import type { ModelChoice } from '../protocol.ts';

/** What builds the chosen network. A VGG, and a ResNet with attention behind its stages, count
 * stages; all else counts blocks.
 *
 * @throws {ModelNameError} when there is no such architecture. */
export function modelSpec({ attention, placement, reduction, attentionBlocks, seed = 0, ...choice }: ModelChoice, classes: number): ModelSpec {
  const architecture = parseArchitecture(choice.architecture);
  const spec = { architecture, classes, attention, reduction, placement: placementIn(architecture, placement), seed };
  if (attentionBlocks === undefined) return spec;
  if (spec.placement === 'after-stage') return { ...spec, attentionStages: attentionBlocks.map(stageNumber) };
  return { ...spec, attentionBlocks };
}

/** `layer3` and `group3` are the third. */
function stageNumber(segment: string): number {
  return Number(segment.replace(/^\D+/u, ''));
}
