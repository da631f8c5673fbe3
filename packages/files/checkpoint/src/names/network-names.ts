import { type NamedShape, renamed } from '../flavour/flavour.ts';
import { findHead, isBody, lastStage } from './find-head.ts';
import { type FoundNetwork, findNetwork } from './find-network.ts';
import { groupNames } from './group-names.ts';
import { fromHuggingFace } from './hugging-face.ts';

/** A file's names as its network has them. */
export interface NetworkNames {
  /** In the order of the tensors; null for one that is not of the network. */
  readonly names: readonly (string | null)[];
  /** What was renamed and left out, in words. */
  readonly notes: readonly string[];
}

/** What programs keep beside the network that they train, whatever network it is. */
const companion = /^(?:queue|queue_ptr|projector|projection|projection_head|predictor|prototypes|criterion|loss|loss_fn)(?:[._]|$)/u;

/** Takes a network out of what a program put around it (`backbone.`, `encoder_q.`, `model.`), and
 * calls its last layer `fc`, or `linear` in a network of three stages. A name stays where two
 * tensors would get the same. */
export function networkNames(tensors: readonly NamedShape[]): NetworkNames {
  const found = findNetwork(tensors);
  const same = { names: tensors.map(({ name }) => name), notes: [] };
  if (found === null) return same;
  const { prefix, others } = found;
  const isOther = (name: string) => others.some((other) => name.startsWith(other) && !(other === '' && name.startsWith(prefix)));
  const { tensors: plain, note } = plainNames(tensors.map((tensor) => ({ ...tensor, name: withoutPrefix(tensor.name, prefix) })));
  const own = plain.filter((_, index) => !isOther(tensors[index]!.name));
  const head = headNames(own, new Set(own.map(({ name }) => name)));
  const inside = (index: number) => tensors[index]!.name.startsWith(prefix);
  const names = plain.map(({ name }, index) => {
    if (isOther(tensors[index]!.name)) return null;
    const headName = head(name);
    if (headName !== null) return headName;
    return isBody(name) || isVggHead(name) || (inside(index) && !companion.test(name) && !isOtherHead(name, plain)) ? name : null;
  });
  const kept = names.filter((name) => name !== null);
  return new Set(kept).size === kept.length ? { names, notes: notesOf(tensors, { names, found, note }) } : same;
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

interface PlainNames {
  readonly tensors: readonly NamedShape[];
  readonly note: string | null;
}

/** Positions in `nn.Sequential(*resnet.children())` and Hugging Face's names as torchvision's. */
function plainNames(tensors: readonly NamedShape[]): PlainNames {
  const [sequential, ofHub] = [
    tensors.some(({ name }) => name === '4.0.conv1.weight'),
    tensors.some(({ name }) => name.endsWith('embedder.embedder.convolution.weight')),
  ];
  if (sequential) return { tensors: renamed(tensors, fromSequential), note: "positions in an nn.Sequential are read as torchvision's names" };
  if (ofHub) return { tensors: renamed(tensors, fromHuggingFace), note: "Hugging Face's names are read as torchvision's" };
  return { tensors, note: null };
}

function fromSequential(name: string): string {
  return name
    .replace(/^0\./u, 'conv1.')
    .replace(/^1\./u, 'bn1.')
    .replace(/^([4-7])\.(?=\d)/u, (_, place) => `layer${Number(place) - 3}.`);
}

/** The name that a head's tensor gets; null for all others. */
function headNames(tensors: readonly NamedShape[], names: ReadonlySet<string>): (name: string) => string | null {
  const nested = [...names].flatMap((name) => /^(classifier\.6\.\d+)\.weight$/u.exec(name)?.[1] ?? []);
  const stages = lastStage(tensors);
  const [from, to] = stages > 0 ? [findHead(tensors), stages === 3 ? 'linear' : 'fc'] : [nested.length === 1 ? nested[0]! : null, 'classifier.6'];
  return (name) => (from !== null && name.startsWith(`${from}.`) ? `${to}${name.slice(from.length)}` : null);
}

function isVggHead(name: string): boolean {
  return /^(?:classifier\.\d|pre_logits\.|head\.fc\.)/u.test(name);
}

/** Of a ResNet: dense layers one after another, or one that projects. The network's own
 * is new then. */
function isOtherHead(name: string, tensors: readonly NamedShape[]): boolean {
  if (lastStage(tensors) === 0) return false;
  const layer = name.slice(0, name.lastIndexOf('.'));
  const first = name.split('.')[0]!;
  const ofHead = tensors.some((tensor) => tensor.shape.length === 2 && tensor.name.startsWith(`${first}.`) && !isBody(tensor.name));
  return ofHead && /^(?:fc|linear|head|classifier|last_linear|mlp|proj)/u.test(layer);
}

function notesOf(
  tensors: readonly NamedShape[],
  { names, found: { prefix, others }, note }: { readonly names: readonly (string | null)[]; readonly found: FoundNetwork; readonly note: string | null },
): string[] {
  const moved = tensors.flatMap(({ name }, index) => {
    const [plain, ours] = [withoutPrefix(name, prefix), names[index]!];
    return ours === null || ours === plain || note !== null ? [] : [kindOf(name, ours)];
  });
  const left = tensors.flatMap(({ name }, index) => (names[index] === null ? [name] : []));
  const beside = left.filter((name) => !others.some((other) => name.startsWith(other)));
  return [
    ...(prefix === '' ? [] : [`${prefix}* is read as *`]),
    ...(note === null ? [] : [note]),
    ...[...new Set(moved)].slice(0, 4),
    ...others.map((other) => `left out: ${other}*, another network of the file (${left.filter((name) => name.startsWith(other)).length})`),
    ...(beside.length > 0 ? [`left out: ${groupNames(beside, 6).join(', ')}`] : []),
  ];
}

/** `head.fc.weight` → `fc.weight` is `head.fc.* is read as fc.*`. */
function kindOf(from: string, to: string): string {
  const [a, b] = [from.lastIndexOf('.'), to.lastIndexOf('.')];
  return `${from.slice(0, a)}.* is read as ${to.slice(0, b)}.*`;
}
