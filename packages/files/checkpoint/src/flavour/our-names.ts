import type { Checkpoint } from '../checkpoint.ts';
import type { TensorEntry } from '../tensor-entry.ts';
import { akamaster } from './akamaster.ts';
import { attentionModule } from './attention-module.ts';
import type { Flavour, FlavourName, NamedShape } from './flavour.ts';
import { fromKeras, isKeras, toKeras } from './keras.ts';
import { lecture } from './lecture.ts';
import { type NameChange, nameChangeInWords } from '../names/name-change.ts';
import { networkNames } from '../names/network-names.ts';
import { timm } from './timm.ts';
import { traitEntries } from '../traits.ts';

const torchvision: Flavour = {
  name: 'torchvision',
  recognises: () => true,
  toOurs: (tensors) => [...tensors],
  fromOurs: (tensors) => [...tensors],
};

/** The first that recognises a name decides; plain ResNets have the same names everywhere. */
const flavours: readonly Flavour[] = [timm, attentionModule, lecture, akamaster, torchvision];

export const flavourNames: readonly FlavourName[] = [...flavours.map(({ name }) => name), 'keras'];

/** Whose names these are. */
export function recogniseFlavour(tensors: readonly Pick<NamedShape, 'name'>[]): FlavourName {
  const names = tensors.map(({ name }) => name);
  return isKeras(names) ? 'keras' : flavours.find((flavour) => flavour.recognises(names))!.name;
}

/** A checkpoint under this library's names, whoever wrote it; `fileNames` says what
 * each was called. */
export interface OurCheckpoint extends Checkpoint {
  readonly flavour: FlavourName;
  /** In the order of `tensors`. */
  readonly fileNames: readonly string[];
  /** Names that were changed and tensors that were left out before that. */
  readonly changes: readonly NameChange[];
  /** The same in words, a line each. */
  readonly notes: readonly string[];
}

/** Gives every tensor of a checkpoint's network the name and shape that it has in this library:
 * torchvision's, with attention in `cbam`. Keras' elements change their order too, and its
 * convolutions' biases become part of the batch norms behind them; where its ResNets halve the
 * image is a trait in the metadata.
 *
 * @throws {CheckpointError} `unsupported` for ResNets of Keras that do not say where they halve the
 * image, or pad it unlike ours. */
export function inOurNames(checkpoint: Checkpoint): OurCheckpoint {
  const flavour = recogniseFlavour(checkpoint.tensors);
  if (flavour === 'keras') return ofKeras(checkpoint);
  const { names, changes } = networkNames(checkpoint.tensors);
  const own = checkpoint.tensors.flatMap((entry, index) => (names[index] === null ? [] : [{ entry, name: names[index]!, shape: entry.shape }]));
  const named = flavourOf(recogniseFlavour(own)).toOurs(own);
  const tensors = own.map(({ entry }, index) => under(entry, named[index]!));
  return { ...checkpoint, tensors, flavour, fileNames: own.map(({ entry }) => entry.name), ...told([...changesBefore(checkpoint), ...changes]) };
}

const mostLeftOut = 6;

/** What was done before names were looked at: tensors that the caller renamed, and those that no
 * index lists. */
function changesBefore({ renamed = [], unlisted = [] }: Checkpoint): NameChange[] {
  const [tensors, more] = [unlisted.slice(0, mostLeftOut), Math.max(0, unlisted.length - mostLeftOut)];
  return [...renamed, ...(unlisted.length > 0 ? [{ kind: 'not-in-index', tensors, more } as const] : [])];
}

function told(changes: readonly NameChange[]): Pick<OurCheckpoint, 'changes' | 'notes'> {
  return { changes, notes: changes.map(nameChangeInWords) };
}

function ofKeras(checkpoint: Checkpoint): OurCheckpoint {
  const { traits, ...renamed } = fromKeras(checkpoint);
  return {
    ...checkpoint,
    ...renamed,
    ...told(changesBefore(checkpoint)),
    metadata: new Map([...checkpoint.metadata, ...Object.entries(traitEntries(traits))]),
    flavour: 'keras',
  };
}

/** A checkpoint that is in our names under those of another system.
 *
 * @throws {CheckpointError} `unsupported` when the system has no such network: Keras
 * has VGGs without batch norm. */
export function inNamesOf(flavour: FlavourName, checkpoint: Checkpoint): Checkpoint {
  if (flavour === 'keras') return { ...checkpoint, tensors: toKeras(checkpoint) };
  const named = flavourOf(flavour).fromOurs(checkpoint.tensors);
  return { ...checkpoint, tensors: checkpoint.tensors.map((entry, index) => under(entry, named[index]!)) };
}

function flavourOf(wanted: FlavourName): Flavour {
  return flavours.find(({ name }) => name === wanted)!;
}

/** The same elements under another name and shape. */
function under(entry: TensorEntry, { name, shape }: NamedShape): TensorEntry {
  if (name === entry.name && shape === entry.shape) return entry;
  return { ...entry, name, shape, read: async () => ({ ...(await entry.read()), shape }) };
}
