import { DatasetError, type DatasetFault, reasonOf, unreadablePath } from '../errors.ts';
import { inflatedLimit, readDeclared } from './inflate.ts';

/** An array of bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** Reads a file of bytes in so many dimensions: magic 0 0 8 rank, then each dimension in four
 * bytes, then the values, of which no more is read than the dimensions say.
 *
 * Source: LeCun's "The IDX file format", http://yann.lecun.com/exdb/mnist.
 * @throws {DatasetError} when it is something else, or too large, or cut short, or damaged. */
export async function readIdxFile(path: string, rank: number): Promise<IdxArray> {
  const beginning = 4 + 4 * rank;
  const wanted = (head: Buffer) => {
    const shape = shapeIn(path, head, rank);
    const bytes = product(shape);
    if (bytes > inflatedLimit) throw failed(path, 'wrong-size', `${path} says [${shape.join(', ')}], ${bytes} bytes, above the limit of ${inflatedLimit}.`);
    return beginning + bytes;
  };
  const bytes = await readDeclared(path, { beginning, wanted }).catch((cause: unknown) => {
    throw refusal(path, cause);
  });
  const shape = shapeIn(path, bytes, rank);
  const values = bytes.subarray(beginning);
  if (values.length !== product(shape))
    throw failed(path, 'wrong-size', `${path} says [${shape.join(', ')}] and holds ${values.length} bytes of ${product(shape)}.`);
  return { shape, values };
}

function shapeIn(path: string, bytes: Buffer, rank: number): number[] {
  if (bytes.length >= 4 + 4 * rank && bytes.readUInt32BE(0) === 0x0800 + rank)
    return Array.from({ length: rank }, (_, dimension) => bytes.readUInt32BE(4 + 4 * dimension));
  const dimensions = rank === 1 ? 'dimension' : 'dimensions';
  throw failed(path, 'unreadable', `${path} is no IDX file of bytes in ${rank} ${dimensions}: it starts with ${bytes.subarray(0, 4).toString('hex')}.`);
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}

function refusal(path: string, cause: unknown): DatasetError {
  if (cause instanceof DatasetError) return cause;
  const isZipped = (cause as NodeJS.ErrnoException).code?.startsWith('Z_') === true;
  return isZipped ? failed(path, 'unreadable', `${path} cannot be unzipped: ${reasonOf(cause)}. Download it again.`) : unreadablePath(path, cause);
}

function failed(path: string, kind: DatasetFault['kind'], message: string): DatasetError {
  return new DatasetError({ path, faults: [{ kind, path, message }] });
}
