import type { FormatContents } from '../checkpoint.ts';
import { withFoldedNorms } from '../model/folded-norms.ts';
import { failIn } from '../safetensors/safetensors-header.ts';
import { joinedSource } from '../shards/joined-source.ts';
import { openShard } from '../shards/open-shard.ts';
import { quoteName } from '../quote-for-message.ts';
import type { OpenSource } from '../source/byte-source.ts';
import { type TensorEntry, tensorEntry } from '../tensor-entry.ts';
import { bytesPerElement } from '../tensor/dtype.ts';
import { countElements } from '../tensor/tensor-data.ts';
import { dequantised } from './dequantise.ts';
import { isGraphConstant, isOwnGraphModel, metadataOf, scaleSuffix, torchView } from './own-graph-model.ts';
import { readLayerFacts } from './layer-facts.ts';
import { type ManifestGroup, type ManifestWeight, readManifest } from './weights-manifest.ts';

/** The weights of a `model.json` that Keras' converter or TensorFlow.js wrote: groups of shards
 * beside it, in each the weights end to end. `index` is what the file holds.
 *
 * uint8 and uint16 quantisation are undone as tfjs does, to at most four times the file's bytes,
 * since weights do not overlap; float16 stays as it is, which loses nothing. Weights of
 * a graph model that `toGraphModel` wrote are given in torch's layout, as all other
 * files have them.
 * Source: tfjs-core's `io/types.ts` and `io/io_utils.ts`, 4.22.
 * @throws {CheckpointError} `missing-file` when a shard is not there; `truncated` or `malformed`
 * when shards and manifest disagree, or a name leaves the folder. */
export async function readTfjs(source: OpenSource, index: Readonly<Record<string, unknown>>): Promise<FormatContents> {
  const groups = readManifest(index['weightsManifest'], source.name);
  const found: FoundWeight[] = [];
  for (const group of groups) {
    const shards: OpenSource[] = [];
    for (const path of group.paths) shards.push(await openShard(source, path));
    found.push(...placed(group, joinedSource(shards, source.name)));
  }
  const own = isOwnGraphModel(index);
  const weights = own ? found.filter(({ weight }) => !isGraphConstant(weight.name)) : found;
  const contents = {
    tensors: weights.map((weight) => (own ? ownEntry(weight, { file: source.name, found }) : toEntry(weight, source.name))),
    metadata: new Map([...textsOf(index), ...(own ? metadataOf(index) : [])]),
    wrappers: [],
    skipped: [],
    layers: readLayerFacts(index['modelTopology']),
  };
  return own ? withFoldedNorms(contents, source.name) : contents;
}

interface FoundWeight {
  readonly weight: ManifestWeight;
  /** Its group's shards, and where in them it lies, in bytes. */
  readonly bytes: OpenSource;
  readonly start: number;
  readonly length: number;
}

/** The weights of a group cover its shards, from the first byte to the last. */
function placed({ weights, paths }: ManifestGroup, bytes: OpenSource): FoundWeight[] {
  const fail = failIn(bytes.name);
  let start = 0;
  const found = weights.map((weight) => {
    const length = countElements(weight.shape) * bytesPerElement(weight.stored);
    const place = { weight, bytes, start, length };
    start += length;
    if (start > bytes.size) {
      const message = `incomplete file: ${quoteName(weight.name)} ends at byte ${start} of its files, and these have ${bytes.size}. Download or save them again.`;
      return fail('truncated', message, weight.name);
    }
    return place;
  });
  if (start === bytes.size) return found;
  return fail('malformed', `${bytes.size - start} bytes after the last weight in ${quoteName(paths.at(-1) ?? '')} belong to none.`);
}

function toEntry(found: FoundWeight, file: string): TensorEntry {
  const { name, shape, dtype } = found.weight;
  return tensorEntry({ file, name, dtype, shape, read: () => elementsAt(found) });
}

/** Of a graph model that `toGraphModel` wrote: weights lie channels last, and whole
 * numbers of eight bits have the scales of their channels beside them. */
function ownEntry(one: FoundWeight, { file, found }: { readonly file: string; readonly found: readonly FoundWeight[] }): TensorEntry {
  const { name, shape, dtype } = one.weight;
  const scale = found.find(({ weight }) => weight.name === `${name}${scaleSuffix}`);
  const read = scale === undefined ? () => elementsAt(one) : async () => scaledChannels(await elementsAt(one), await elementsAt(scale));
  return tensorEntry({ file, name, dtype, ...torchView(name, shape), read });
}

async function elementsAt({ weight, bytes, start, length }: FoundWeight): Promise<Uint8Array> {
  const stored = await bytes.read(start, length);
  return weight.quantisation === null ? stored : dequantised(stored, weight.stored, weight.dtype, weight.quantisation);
}

/** Channels last. */
function scaledChannels(steps: Uint8Array, scales: Uint8Array): Uint8Array {
  const [values, scale] = [floatsIn(steps), floatsIn(scales)];
  return new Uint8Array(values.map((step, index) => step * scale[index % scale.length]!).buffer);
}

function floatsIn(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(bytes.slice().buffer);
}

/** Who wrote the file, where it says so. */
function textsOf(index: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const texts = ['generatedBy', 'convertedBy'].map((key) => [key, index[key]] as const);
  return new Map(texts.filter((text): text is [string, string] => typeof text[1] === 'string'));
}
