import { type Flavour, type NamedShape, renamed } from './flavour.ts';

/** The lecture puts its attention into `nn.Sequential`s, in ResNets behind each block and in VGGs
 * behind the pools of groups, so that all that follows is counted on: `features.6` is torchvision's
 * `features.5`, `layer1.2` its `layer1.1`. */
export const lecture: Flavour = {
  name: 'lecture',
  recognises: (names) => names.some((name) => inserted.test(name)),
  toOurs(tensors) {
    const places = attentionPlaces(tensors);
    return renamed(tensors, (name) => toOurName(name, places));
  },
  fromOurs(tensors) {
    const ends = groupEnds(tensors);
    return renamed(tensors, (name) => fromOurName(name, ends, tensors));
  },
};

const inserted = /^(layer\d+|features)\.(\d+)\.(channel_att|spatial_att)\./u;
const member = /^(layer\d+|features)\.(\d+)\.(.+)$/u;

/** Where attention sits in each list, in order. */
function attentionPlaces(tensors: readonly NamedShape[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, Set<number>>();
  for (const { name } of tensors) {
    const [, list, place] = inserted.exec(name) ?? [];
    if (list !== undefined) places.set(list, (places.get(list) ?? new Set()).add(Number(place)));
  }
  return new Map([...places].map(([list, found]) => [list, [...found].toSorted((a, b) => a - b)]));
}

function toOurName(name: string, places: ReadonlyMap<string, readonly number[]>): string {
  const [, list, digits, rest] = member.exec(name) ?? [];
  const gates = list === undefined ? undefined : places.get(list);
  if (gates === undefined) return name;
  const place = Number(digits);
  const before = gates.filter((gate) => gate < place).length;
  if (!gates.includes(place)) return `${list}.${place - before}.${rest}`;
  return list === 'features' ? `cbam${before + 1}.${rest}` : `${list}.${place - before - 1}.cbam.${rest}`;
}

function fromOurName(name: string, ends: readonly number[], tensors: readonly NamedShape[]): string {
  const [, group, ofGroup] = /^cbam(\d+)\.(.+)$/u.exec(name) ?? [];
  if (group !== undefined) return `features.${ends[Number(group) - 1]! + Number(group)}.${ofGroup}`;
  const [, list, digits, rest] = member.exec(name) ?? [];
  if (list === undefined) return name;
  const place = Number(digits);
  if (list !== 'features') return rest!.startsWith('cbam.') ? `${list}.${2 * place + 1}.${rest!.slice('cbam.'.length)}` : `${list}.${2 * place}.${rest}`;
  const gates = new Set(tensors.flatMap(({ name: other }) => /^cbam(\d+)\./u.exec(other)?.[1] ?? []));
  return `features.${place + [...gates].filter((gate) => ends[Number(gate) - 1]! < place).length}.${rest}`;
}

/** The place in torchvision's `features` of the pool that ends each group: one behind the last
 * convolution and what belongs to it. */
function groupEnds(tensors: readonly NamedShape[]): number[] {
  const kernels = tensors.filter(({ name, shape }) => /^features\.\d+\.weight$/u.test(name) && shape.length === 4);
  const places = kernels.map(({ name }) => Number(name.split('.')[1])).toSorted((a, b) => a - b);
  const step = tensors.some(({ name }) => /^features\.\d+\.running_mean$/u.test(name)) ? 3 : 2;
  const lasts = places.filter((place, index) => (places[index + 1] ?? Infinity) - place > step);
  return lasts.map((place) => place + step);
}
