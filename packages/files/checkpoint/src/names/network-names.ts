import { type NamedShape, renamed } from '../flavour/flavour.ts';
import { findHead, isBody, lastStage } from './find-head.ts';
import { type FoundNetwork, findNetwork } from './find-network.ts';
import { groupsOf } from './group-names.ts';
import { fromHuggingFace } from './hugging-face.ts';
import { type NameChange, nameChangeInWords } from './name-change.ts';

/** A file's names as its network has them. */
export interface NetworkNames {
  /** In the order of the tensors; null for one that is not of the network. */
  readonly names: readonly (string | null)[];
  /** What was renamed and left out. */
  readonly changes: readonly NameChange[];
  /** The same in words. */
  readonly notes: readonly string[];
}

/** What programs keep beside the network that they train, whatever network it is. */
const companion = /^(?:queue|queue_ptr|projector|projection|projection_head|predictor|prototypes|criterion|loss|loss_fn)(?:[._]|$)/u;

/** Takes a network out of what a program put around it (`backbone.`, `encoder_q.`, `model.`), and
 * calls its last layer `fc`, or `linear` in a network of three stages. A name stays where two
 * tensors would get the same. */
export function networkNames(tensors: readonly NamedShape[]): NetworkNames {
  const found = findNetwork(tensors);
  const same = { names: tensors.map(({ name }) => name), changes: [], notes: [] };
  if (found === null) return same;
  const { prefix, others } = found;
  const isOther = (name: string) => others.some((other) => name.startsWith(other) && !(other === '' && name.startsWith(prefix)));
  const { tensors: plain, from } = plainNames(tensors.map((tensor) => ({ ...tensor, name: withoutPrefix(tensor.name, prefix) })));
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
  if (new Set(kept).size < kept.length) return same;
  const changes = changesOf(tensors, { names, found, from });
  return { names, changes, notes: changes.map(nameChangeInWords) };
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

interface PlainNames {
  readonly tensors: readonly NamedShape[];
  /** Whose names or positions they were; null where they stay. */
  readonly from: 'sequential' | 'hugging-face' | null;
}

/** Positions in `nn.Sequential(*resnet.children())` and Hugging Face's names as torchvision's. */
function plainNames(tensors: readonly NamedShape[]): PlainNames {
  const [sequential, ofHub] = [
    tensors.some(({ name }) => name === '4.0.conv1.weight'),
    tensors.some(({ name }) => name.endsWith('embedder.embedder.convolution.weight')),
  ];
  if (sequential) return { tensors: renamed(tensors, fromSequential), from: 'sequential' };
  if (ofHub) return { tensors: renamed(tensors, fromHuggingFace), from: 'hugging-face' };
  return { tensors, from: null };
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

interface Renamed extends Pick<PlainNames, 'from'> {
  readonly names: readonly (string | null)[];
  readonly found: FoundNetwork;
}

function changesOf(tensors: readonly NamedShape[], { names, found: { prefix, others }, from }: Renamed): NameChange[] {
  const moved = tensors.flatMap(({ name }, index) => {
    const [plain, ours] = [withoutPrefix(name, prefix), names[index]!];
    return ours === null || ours === plain || from !== null ? [] : [kindOf(name, ours)];
  });
  const left = tensors.flatMap(({ name }, index) => (names[index] === null ? [name] : []));
  const beside = left.filter((name) => !others.some((other) => name.startsWith(other)));
  return [
    ...(prefix === '' ? [] : [{ kind: 'renamed', from: `${prefix}*`, to: '*' } as const]),
    ...(from === null ? [] : [{ kind: from } as const]),
    ...distinct(moved).slice(0, 4),
    ...others.map((other) => ({ kind: 'other-network', prefix: other, tensors: left.filter((name) => name.startsWith(other)).length }) as const),
    ...(beside.length > 0 ? [leftOut(beside)] : []),
  ];
}

function leftOut(names: readonly string[]): NameChange {
  const { lines, more } = groupsOf(names, 6);
  return { kind: 'left-out', names: lines, more };
}

function distinct(changes: readonly NameChange[]): NameChange[] {
  return [...new Map(changes.map((change) => [nameChangeInWords(change), change])).values()];
}

/** `head.fc.weight` → `fc.weight` is `head.fc.* is read as fc.*`. */
function kindOf(from: string, to: string): NameChange {
  const [a, b] = [from.lastIndexOf('.'), to.lastIndexOf('.')];
  return { kind: 'renamed', from: `${from.slice(0, a)}.*`, to: `${to.slice(0, b)}.*` };
}
