import type { NamedShape } from '../flavour/flavour.ts';

const body = /^(?:conv1|bn1|layer\d+|features|pre_logits|(?:cbam|se)\d+)(?:\.|$)/u;
/** What projects features for a loss between images, and judges no class. */
const projecting = /proj|predict|mlp|embed|contrast|prototype/iu;

/** The one dense layer of a ResNet's file that reads its last features, under whatever name:
 * `head.fc`, `fc.1` of a `Sequential(Dropout, Linear)`, `classifier.1`. Null where there is none,
 * or several one after another. */
export function findHead(tensors: readonly NamedShape[]): string | null {
  const features = featuresOf(tensors);
  const dense = tensors.filter(({ name, shape }) => shape.length === 2 && name.endsWith('.weight') && !body.test(name));
  const plain = dense.find(({ name, shape }) => /^(?:fc|linear)\.weight$/u.test(name) && shape[1] === features);
  if (plain !== undefined) return plain.name.slice(0, -'.weight'.length);
  const [only, ...rest] = dense.filter(({ name }) => !projecting.test(name));
  const reads = only !== undefined && rest.length === 0 && only.shape[1] === features;
  return reads ? only.name.slice(0, -'.weight'.length) : null;
}

/** Channels behind the last stage. */
function featuresOf(tensors: readonly NamedShape[]): number {
  const stage = lastStage(tensors);
  const kernels = tensors.filter(({ name, shape }) => name.startsWith(`layer${stage}.`) && name.endsWith('.weight') && shape.length === 4);
  return Math.max(0, ...kernels.map(({ shape }) => shape[0]!));
}

/** Of a ResNet, counted from 1; 0 of other networks. */
export function lastStage(tensors: readonly NamedShape[]): number {
  return Math.max(0, ...tensors.map(({ name }) => Number(/^layer(\d+)\.\d+\.conv1\.weight$/u.exec(name)?.[1] ?? 0)));
}

/** Whether a name is of a network's convolutions, norms or attention. */
export function isBody(name: string): boolean {
  return body.test(name);
}
