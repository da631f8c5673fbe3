import type { NamedShape } from '../flavour/flavour.ts';

/** One network of a file: what its names begin with, and how they go on. */
export interface FoundNetwork {
  readonly prefix: string;
  /** Other networks of the file: averages of this one, or the second encoder of a pair. */
  readonly others: readonly string[];
}

/** Names that every ResNet and VGG has, by which a network is found whatever it lies in: those of
 * torchvision, of `nn.Sequential(*resnet.children())` and of Hugging Face. */
const anchor = /^(|.*\.)(?:layer1\.0\.conv1\.weight|features\.0\.weight|4\.0\.conv1\.weight|embedder\.embedder\.convolution\.weight)$/u;

/** What copies of a network are called that follow it slowly. */
const following = /(^|[._])(ema|avg|average|averaged|momentum|teacher|target|swa|shadow|key|k)([._]|$)/iu;

/** Where in a file the network is; the first of several that is not an average of
 * another. Null where
 * nothing looks like one. */
export function findNetwork(tensors: readonly NamedShape[]): FoundNetwork | null {
  const found = tensors.flatMap(({ name }) => anchor.exec(name)?.[1] ?? []);
  // `features.4.0.conv1` is a Sequential called features, and `features.0` its first convolution.
  const prefixes = [...new Set(found)].filter((prefix) => !found.some((other) => other !== prefix && other === `${prefix}features.`));
  const prefix = prefixes.find((name) => !following.test(name)) ?? prefixes[0];
  return prefix === undefined ? null : { prefix, others: prefixes.filter((name) => name !== prefix && !prefix.startsWith(name)) };
}
