import { type DuplicateGroup, type FolderScan, type ImageDataset, alikeNames, findDuplicates } from '@attune/data';

/** What a scan found, as it is reported. */
export interface Findings extends Pick<FolderScan, 'classes' | 'counts' | 'skipped' | 'broken' | 'faults'> {
  readonly images: number;
  /** Of the sound images, in pixels; `null` where there is none. */
  readonly sizes: Sizes | null;
  readonly duplicates: readonly DuplicateGroup[];
  /** Training images of the largest class for each of the smallest; `null` where a
   * class has none. */
  readonly imbalance: number | null;
  /** Classes that are probably one, spelled in several ways. */
  readonly alike: readonly (readonly string[])[];
}

/** Of a dataset that says nothing of itself. */
export const nothingFound: Findings = {
  classes: [],
  counts: [],
  images: 0,
  skipped: [],
  broken: [],
  faults: [],
  sizes: null,
  duplicates: [],
  imbalance: null,
  alike: [],
};

export interface Sizes {
  readonly width: Spread;
  readonly height: Spread;
  /** How many of each format. */
  readonly formats: Readonly<Record<string, number>>;
}

interface Spread {
  readonly smallest: number;
  readonly median: number;
  readonly largest: number;
}

/** Adds to a scan what can be told from it. */
export async function findingsOf(scan: FolderScan, signal: AbortSignal): Promise<Findings> {
  const { classes, counts, skipped, broken, faults, train, validation, test } = scan;
  const headers = [...train, ...(validation ?? []), ...(test ?? [])].map(({ header }) => header);
  const formats: Record<string, number> = {};
  for (const { format } of headers) formats[format] = (formats[format] ?? 0) + 1;
  const sizes = { width: spreadOf(headers.map(({ width }) => width)), height: spreadOf(headers.map(({ height }) => height)), formats };
  const duplicates = await findDuplicates(scan, { signal });
  return {
    classes,
    counts,
    images: headers.length,
    skipped,
    broken,
    faults,
    sizes: headers.length === 0 ? null : sizes,
    duplicates,
    imbalance: imbalanceOf(counts),
    alike: alikeNames(classes),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  return { smallest: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0, largest: sorted.at(-1) ?? 0 };
}

/** Classes of a dataset that are probably one; numbers have their names from columns, whatever
 * these look like. */
export function alikeClasses({ classes, task }: Pick<ImageDataset, 'classes' | 'task'>): string[][] {
  return task?.kind === 'regression' ? [] : alikeNames(classes);
}

/** How many times as many training images the largest class has as the smallest. */
export function imbalanceOf(counts: Findings['counts']): number | null {
  const trained = counts.map(({ train }) => train).sort((a, b) => a - b);
  const [smallest = 0] = trained;
  return smallest === 0 ? null : trained.at(-1)! / smallest;
}
