import type { Network } from '@attune/nn';

import { shownNames } from '../shown.ts';
import type { MisfitFaults } from './misfit-error.ts';
import { isCounterName } from './named-counters.ts';

type Faults = Pick<MisfitFaults, 'missing' | 'unexpected' | 'misshapen'>;

/** What a person probably did, from the pattern of the faults, with the way out; the last resort when no pattern is seen. */
export function guessMistakes(model: Network, faults: Faults): string[] {
  const hints = [headNames(model, faults), layout(faults), batchNorm(faults), attention(faults)].filter((hint) => hint !== undefined);
  return hints.length > 0 ? hints : ['Load it into the architecture that it was saved from, or map its names with rename.'];
}

/** All of the head is missing, and the file has some other dense layer that no one asked for. */
function headNames(model: Network, { missing, unexpected }: Faults): string | undefined {
  const fields = model.segments().at(-1)?.fields ?? [];
  const own = missing.filter((name) => fields.some((field) => name.startsWith(`${field}.`)));
  const dense = unexpected.filter((name) => /(^|\.)(fc|linear|classifier|head|last_linear|output)(\.|$)/.test(name));
  if (own.length === 0 || dense.length === 0) return undefined;
  return `The classifier has other names: ${shownNames(own, 8)} in the model, ${shownNames(dense, 8)} in the file. It belongs to another architecture, or pass rename to map them.`;
}

/** Kernels whose sizes are the model's in another order. */
function layout({ misshapen }: Faults): string | undefined {
  const turned = misshapen.filter(({ actual, expected }) => expected.length > 1 && String([...actual].sort(byNumber)) === String([...expected].sort(byNumber)));
  if (turned.length === 0) return undefined;
  return `${turned[0]!.name} has the model's sizes in another order: this file is not in PyTorch's layout. Save it with saveModel or from PyTorch.`;
}

function isNorm(name: string): boolean {
  return name.endsWith('.running_mean') || isCounterName(name);
}

function byNumber(a: number, b: number): number {
  return a - b;
}

function batchNorm({ missing, unexpected }: Faults): string | undefined {
  const [modelHas, fileHas] = [missing.some(isNorm), unexpected.some(isNorm)];
  if (modelHas === fileHas) return undefined;
  return modelHas
    ? 'The file has no batch norms where the model has: choose the architecture without (vgg16, not vgg16_bn).'
    : 'The file has batch norms where the model has none: choose the architecture with (vgg16_bn, not vgg16).';
}

function attention({ unexpected }: Faults): string | undefined {
  const gates = unexpected.filter((name) => name.split('.').some((field) => field.startsWith('cbam')));
  return gates.length === 0
    ? undefined
    : 'The file has attention that the model lacks or has in another variant or place: build the model with the same attention and placement.';
}
