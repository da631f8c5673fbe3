import { AttuneError, unknownOptions } from '@attune/errors';

import { type AnyModule, Module, namedVariables } from './module.ts';
import { Network, type NetworkIdentity, type Segment, segmentVariables } from './network.ts';

/** The fields of a network: modules and arrays of them, by name; null where one is left out. */
export type NetworkFields = Readonly<Record<string, AnyModule | readonly AnyModule[] | null>>;

/** What a network of one's own is made of. */
export interface NetworkDefinition<Fields extends NetworkFields = NetworkFields> extends NetworkIdentity {
  /** Their names begin the names of the state: `conv1` gives `conv1.weight`. */
  readonly fields: Fields;
  /** Stem first, head last; together they own every variable once. */
  readonly segments: (fields: Fields) => readonly Segment[];
}

/** A network made of modules and what runs them, in place of a class of one's own.
 *
 * forward: [N, H, W, C] → [N, classes], through the segments one after another.
 * @throws {NetworkDefinitionError} naming everything that is missing or contradicts itself. */
export function defineNetwork<Fields extends NetworkFields>(definition: NetworkDefinition<Fields>): Network {
  const incomplete = definitionFaults(definition);
  if (incomplete.length > 0) throw new NetworkDefinitionError(definition.architecture, incomplete);
  const network = new DefinedNetwork(definition, definition.fields, definition.segments(definition.fields));
  const contradictions = segmentFaults(network);
  if (contradictions.length > 0) throw new NetworkDefinitionError(definition.architecture, contradictions);
  return network;
}

/** What a definition lacks. */
export interface NetworkFault {
  /** Where, such as `classes`, `segments.0.forward` or the name of a variable. */
  readonly where: string;
  /** What there must be. */
  readonly rule: string;
}

/** A definition of which no network can be made: all that it lacks at once. */
export class NetworkDefinitionError extends AttuneError {
  static override readonly code = 'ATTUNE_NETWORK_DEFINITION';
  readonly architecture: string;
  readonly faults: readonly NetworkFault[];

  constructor(architecture: string | undefined, faults: readonly NetworkFault[]) {
    const name = architecture === undefined || architecture === '' ? 'The network' : architecture;
    super(`${name} cannot be defined: ${faults.map(({ where, rule }) => `${where} ${rule}`).join('; ')}.`);
    this.name = 'NetworkDefinitionError';
    this.architecture = name;
    this.faults = faults;
  }
}

class DefinedNetwork extends Network {
  readonly #segments: readonly Segment[];

  constructor(identity: NetworkIdentity, fields: NetworkFields, segments: readonly Segment[]) {
    super(identity);
    Object.assign(this, fields);
    this.#segments = segments;
  }

  segments(): readonly Segment[] {
    return this.#segments;
  }
}

/** Names that a network's own methods have. */
const reserved = new Set(['architecture', 'classes', 'traits', 'segments', 'forward', 'constructor']);

const parts = ['architecture', 'classes', 'traits', 'fields', 'segments'];

/** A definition as JavaScript may have it. */
type Unchecked = Readonly<Partial<Record<keyof NetworkDefinition, unknown>>>;

function definitionFaults(definition: Unchecked): NetworkFault[] {
  const { architecture, classes, fields, segments } = definition;
  const faults: NetworkFault[] = unknownOptions(definition, parts).map(({ option, rule }) => ({ where: option, rule: `is not part of a definition: ${rule}` }));
  if (typeof architecture !== 'string' || architecture === '') faults.push({ where: 'architecture', rule: 'must be a name, such as "tiny"' });
  if (!Number.isInteger(classes) || Number(classes) < 1) faults.push({ where: 'classes', rule: 'must be a whole number from 1 up: the logits of an image' });
  if (typeof segments !== 'function') faults.push({ where: 'segments', rule: 'must be a function of the fields that gives the segments' });
  return [...faults, ...fieldFaults(fields)];
}

function fieldFaults(fields: unknown): NetworkFault[] {
  const entries = typeof fields === 'object' && fields !== null ? Object.entries<unknown>({ ...fields }) : [];
  if (entries.length === 0) return [{ where: 'fields', rule: 'must hold the modules by name, such as { conv1, fc }' }];
  return entries.flatMap(([name, value]) => {
    const where = `fields.${name}`;
    if (reserved.has(name)) return [{ where, rule: 'must have another name: a network has one of its own called so' }];
    if (!/^\w+$/u.test(name)) return [{ where, rule: 'must have a name of letters, digits and _: a dot parts the names of its state' }];
    const modules: readonly unknown[] = Array.isArray(value) ? value : [value];
    return value === null || modules.every((module) => module instanceof Module) ? [] : [{ where, rule: 'must be a Module, an array of Modules, or null' }];
  });
}

function segmentFaults(network: Network): NetworkFault[] {
  const segments: readonly Partial<Segment>[] = network.segments();
  if (!Array.isArray(segments) || segments.length === 0) return [{ where: 'segments', rule: 'must give at least one segment: { name, fields, forward }' }];
  const shapeless = segments.flatMap((segment, index) => shapeFaults(network, segment, { index, names: segments.map(({ name }) => name) }));
  return shapeless.length > 0 ? shapeless : ownershipFaults(network);
}

interface Place {
  readonly index: number;
  readonly names: readonly (string | undefined)[];
}

function shapeFaults(network: Network, { name, fields, forward }: Partial<Segment>, { index, names }: Place): NetworkFault[] {
  const where = `segments.${index}`;
  const faults: NetworkFault[] = [];
  if (typeof name !== 'string' || name === '') faults.push({ where: `${where}.name`, rule: 'must be a name, such as "stem"' });
  else if (names.indexOf(name) < index) faults.push({ where: `${where}.name`, rule: `must be its own: ${name} is one already` });
  if (typeof forward !== 'function') faults.push({ where: `${where}.forward`, rule: 'must be a function of an input and a context' });
  if (!Array.isArray(fields)) return [...faults, { where: `${where}.fields`, rule: 'must be the names of the fields whose state it uses' }];
  const unknown = fields.filter((field) => !Object.keys(network).includes(String(field).split('.')[0]!));
  return unknown.length === 0 ? faults : [...faults, { where: `${where}.fields`, rule: `must be among the fields, which have no ${unknown.join(', ')}` }];
}

/** Every variable belongs to one segment: a trainer freezes and trains them by segments. */
function ownershipFaults(network: Network): NetworkFault[] {
  const owners = network.segments().map((segment) => ({ name: segment.name, owned: segmentVariables(network, segment) }));
  return [...namedVariables(network)].flatMap(([variable]) => {
    const of = owners.filter(({ owned }) => owned.has(variable)).map(({ name }) => name);
    if (of.length === 1) return [];
    const rule = of.length === 0 ? 'must be in the fields of a segment' : `must be in the fields of one segment, and is in those of ${of.join(' and ')}`;
    return [{ where: variable, rule }];
  });
}
