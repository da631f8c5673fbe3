import { CheckpointError, type CheckpointFaultKind } from '../checkpoint-error.ts';
import type { FormatContents } from '../checkpoint.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { OpenSource } from '../source/byte-source.ts';
import { type ZipEntry, readZipDirectory } from '../zip/zip-directory.ts';
import { ZipReader } from '../zip/zip-entry.ts';
import { type WeightsChoice, findTensors } from './find-tensors.ts';
import { readExtras } from './torch-extras.ts';
import { unpickleTorch } from './unpickle-torch.ts';
import { torchEntries } from './torch-tensors.ts';

/** The zip that `torch.save` writes since PyTorch 1.6: `NAME/data.pkl` describes,
 * `NAME/data/KEY` hold the storages. */
export async function readTorchZip(source: OpenSource, limits: ReadLimits, weights?: WeightsChoice): Promise<FormatContents> {
  const directory = await readZipDirectory(source, limits.maxHeaderBytes);
  const folder = findFolder(source, directory);
  await requireLittleEndian(source, directory.get(`${folder}byteorder`));
  const pickle = new ZipReader(source, directory.get(`${folder}data.pkl`)!);
  if (pickle.bytes > limits.maxHeaderBytes) fail(source, 'too-large', tooLarge(pickle.bytes, source.size, limits));
  const { value } = unpickleTorch(await pickle.read(0, pickle.bytes), { file: source.name, limits });
  const { tensors, ...rest } = findTensors(value, source.name, weights);
  const start = `${folder}data/`;
  const records = [...directory].filter(([name]) => name.startsWith(start));
  const storages = new Map(records.map(([name, entry]) => [name.slice(start.length), new ZipReader(source, entry)]));
  const metadata = new Map([...rest.metadata, ...(await readExtras({ source, directory, folder }, limits))]);
  return { ...rest, metadata, tensors: torchEntries(tensors, { file: source.name, fileBytes: source.size, storages }, limits) };
}

/** Tensors lie beside the pickle. Where it is most of the file, the numbers are inside. */
function tooLarge(pickleBytes: number, fileBytes: number, { maxHeaderBytes }: ReadLimits): string {
  const size = `data.pkl has ${pickleBytes} bytes, and the limit is ${maxHeaderBytes} (maxHeaderBytes).`;
  if (pickleBytes < fileBytes / 2) return size;
  return `${size} It holds the numbers themselves, as NumPy arrays or lists do. In PyTorch, turn them into tensors (torch.from_numpy) and save those.`;
}

/** `archive/`, or whatever the file was called when it was saved. */
function findFolder(source: OpenSource, directory: ReadonlyMap<string, ZipEntry>): string {
  const pickles = [...directory.keys()].filter((name) => /^([^/]*\/)?data\.pkl$/.test(name));
  const folder = pickles[0]?.slice(0, -'data.pkl'.length);
  if (folder === undefined || pickles.length > 1)
    return fail(source, 'unknown-format', `this zip has ${pickles.length} files data.pkl, and a PyTorch file has one. Unpack it, and give the weights inside.`);
  if (!directory.has(`${folder}constants.pkl`)) return folder;
  return fail(source, 'unsupported', 'this is a TorchScript program, not weights. In PyTorch, save torch.jit.load(file).state_dict().');
}

async function requireLittleEndian(source: OpenSource, entry: ZipEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  const file = new ZipReader(source, entry);
  const order = new TextDecoder().decode(await file.read(0, Math.min(16, file.bytes)));
  if (order !== 'little') fail(source, 'unsupported', 'it was saved on a big-endian machine. Save it again on another.');
}

function fail({ name: file }: OpenSource, kind: CheckpointFaultKind, message: string): never {
  throw new CheckpointError({ kind, file, message });
}
