import { type FileMetaData, parquetSchema } from 'hyparquet';

/** A column of images and one of their labels. */
export interface ImageColumns {
  readonly image: string;
  readonly label: string;
}

const imageColumns = ['image', 'img'];
const labelColumns = ['label', 'labels', 'fine_label'];

/** Those that Hugging Face's data sets have, by their names; columns within others do not count.
 *
 * @throws {RangeError} naming the columns that there are. */
export function columnsIn(metadata: FileMetaData): ImageColumns {
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const image = imageColumns.find((name) => names.includes(name));
  const label = labelColumns.find((name) => names.includes(name));
  if (image !== undefined && label !== undefined) return { image, label };
  throw new RangeError(`it needs a column ${imageColumns.join(' or ')} and a column ${labelColumns.join(' or ')}; it has ${names.join(', ')}`);
}

/** The names of the labels in Hugging Face's description of a file; null where it has none.
 *
 * @throws {RangeError} when the description is damaged, or names them by something else. */
export function classNamesIn({ key_value_metadata: texts = [] }: FileMetaData, label: string): readonly string[] | null {
  const names = featuresIn(texts.find(({ key }) => key === 'huggingface')?.value)?.[label]?.names;
  if (names === undefined || names === null) return null;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw new RangeError(`its description names the classes of ${label} by ${JSON.stringify(names).slice(0, 60)}, which is not a list of texts`);
}

type Features = Readonly<Record<string, { readonly names?: unknown } | null>>;

function featuresIn(description: string | undefined): Features | null | undefined {
  if (description === undefined) return null;
  try {
    return (JSON.parse(description) as { readonly info?: { readonly features?: Features | null } | null } | null)?.info?.features;
  } catch (cause) {
    throw new RangeError("Hugging Face's description in it is not JSON", { cause });
  }
}

/** Requires that of some row there is an image.
 *
 * @param values of the column `image`
 * @throws {RangeError} telling what the column holds instead. */
export function requireBytes(image: string, values: readonly unknown[]): void {
  const first = values.find((value) => value !== null && value !== undefined);
  if (first === undefined || values.some((value) => bytesIn(value) !== null)) return;
  throw new RangeError(`its column ${image} holds no bytes of images, but ${whatIs(first)}`);
}

function whatIs(value: unknown): string {
  if (typeof value === 'string') return `text, such as "${value.slice(0, 40)}": a table (CSV) may list files`;
  if (Array.isArray(value)) return 'lists';
  const { path } = value as { readonly path?: unknown };
  return path instanceof Uint8Array || typeof path === 'string' ? 'paths of files alone: give these in a folder, or listed by a table (CSV)' : typeof value;
}

/** The encoded image of a row: bytes, or `{ bytes, path }`; null where there is none. */
export function bytesIn(value: unknown): Uint8Array | null {
  const bytes = value instanceof Uint8Array ? value : (value as { readonly bytes?: unknown } | null | undefined)?.bytes;
  return bytes instanceof Uint8Array && bytes.length > 0 ? bytes : null;
}
