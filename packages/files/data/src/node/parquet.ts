import { basename } from 'node:path';

import { type FileMetaData, asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { DatasetError, unreadablePath } from '../errors.ts';
import { knownOptions } from '../known-options.ts';
import { normalName } from '../labels/read-label.ts';
import type { EvaluationOptions, ImageFolderOptions } from '../tree/image-tree.ts';
import { imageInBytes } from './encoded-image.ts';
import type { ImageList, ListedImage } from '../list/image-list.ts';
import { openListed, openListedEvaluation } from './listed-images.ts';
import { inflatedLimit } from './inflate.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';
import { openFile } from './regular-file.ts';
import { bytesIn, classNamesIn, columnsIn, requireBytes } from './parquet-columns.ts';
import { type SampleFile, sampleFilesAt } from './sample-files.ts';

/** Opens image sets in Parquet, as Hugging Face publishes them, for training: a column of encoded
 * images (bytes, or `{ bytes, path }`) called `image` or `img`, and one of
 * labels called `label`, `labels` or `fine_label`, text or numbers that the file's own description
 * names. A file whose name, or else whose folder's, says `train`, `val`
 * or `test` is of that part. The encoded images are held in memory, the decoded ones are not.
 *
 * @param path one `.parquet`, or a folder of them.
 * @throws {DatasetError} with every fault. */
export async function parquetImages(path: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  knownOptions('parquetImages', options, 'training');
  return openListed(await readFiles(path), options);
}

/** Opens image sets in Parquet for evaluation.
 *
 * @throws {DatasetError} as `parquetImages`. */
export async function parquetEvaluation(path: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  knownOptions('parquetEvaluation', options, 'evaluation');
  return openListedEvaluation(await readFiles(path), options);
}

/** Whether a name is a Parquet file's. */
export function isParquet(name: string): boolean {
  return name.toLowerCase().endsWith('.parquet');
}

async function readFiles(path: string): Promise<ImageList> {
  const { files, skipped } = await sampleFilesAt(path, isParquet);
  const read = [];
  for (const file of files) read.push({ file, ...(await readRows(file)) });
  const named = read.filter(({ classes }) => classes !== null);
  const other = named.find(({ classes }) => classes!.join('\n') !== named[0]!.classes!.join('\n'));
  if (other !== undefined) {
    const message = `${named[0]!.file.path} and ${other.file.path} name different classes, so that a number means two: give files of one set.`;
    throw new DatasetError({ path, faults: [{ kind: 'wrong-label', path: other.file.path, message }] });
  }
  return { path, classes: named[0]?.classes?.map(normalName) ?? null, images: read.flatMap(({ images }) => images), skipped };
}

async function readRows(sample: SampleFile): Promise<Pick<ImageList, 'classes' | 'images'>> {
  const { path } = sample;
  try {
    await requireParquet(path);
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const { image, label } = columnsIn(metadata);
    const classes = classNamesIn(metadata, label);
    requireModest(metadata, [image, label]);
    const rows = (await parquetReadObjects({ file, metadata, columns: [image, label], compressors, utf8: false })) as Record<string, unknown>[];
    requireBytes(
      image,
      rows.map((row) => row[image]),
    );
    return { classes, images: rows.map((row, index) => listed(sample, index, { image: row[image], label: row[label] })) };
  } catch (cause) {
    throw unreadablePath(path, cause);
  }
}

/** @throws {RangeError} when it is something else by its first bytes. */
async function requireParquet(path: string): Promise<void> {
  const file = await openFile(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0);
    const head = buffer.toString('latin1', 0, bytesRead);
    if (head === '') throw new RangeError('it is empty (0 bytes)');
    if (head.startsWith('version https://git-lfs')) throw new RangeError('it is a Git LFS pointer, which stands for the file: fetch it with git lfs pull');
    if (!head.startsWith('PAR1')) throw new RangeError('it is not Parquet, which begins with PAR1');
  } finally {
    await file.close();
  }
}

/** What the images of one file may take in memory: the largest shards on the Hub have
 * half a gigabyte. */
const declaredLimit = 4 * inflatedLimit;

/** Looks at what a file says its columns take before any of it is inflated. */
function requireModest({ row_groups: groups }: FileMetaData, columns: readonly string[]): void {
  const own = groups.flatMap(({ columns: chunks }) =>
    chunks.flatMap(({ meta_data: data }) => (data === undefined || !columns.includes(data.path_in_schema[0]!) ? [] : [data])),
  );
  const bytes = own.reduce((sum, data) => sum + Number(data.total_uncompressed_size), 0);
  if (bytes > declaredLimit)
    throw new RangeError(`its images take ${bytes} bytes by its own words, above the limit of ${declaredLimit}: divide it into several files`);
}

interface Row {
  readonly image: unknown;
  readonly label: unknown;
}

function listed({ path, name: file, part }: SampleFile, index: number, { image, label }: Row): ListedImage {
  const bytes = bytesIn(image);
  const name = `${basename(path)}#${index}`;
  return { ...imageInBytes(`${path}#${index}`, async () => bytes ?? noBytes()), name, key: `${file}#${index}`, label, part, group: null };
}

function noBytes(): never {
  throw new RangeError('its row holds no image');
}
