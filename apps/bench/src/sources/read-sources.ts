import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DatasetError, type ImageDataset, type LabelledImages, openDataset } from '@attune/data';
import * as fc from 'fast-check';

import { idxFiles } from './idx.ts';
import { parquetFiles } from './parquet.ts';
import { shards } from './shards.ts';
import { type GeneratedSource, type SourceKind, idOf } from './source.ts';
import type { SourceKindName } from './source-kinds.ts';
import { tables } from './table.ts';
import { trees } from './tree.ts';

export interface SourcesRun {
  readonly kind: SourceKindName;
  /** In all. */
  readonly sources: number;
  readonly seed: number;
  readonly onProgress?: ((done: number) => void) | undefined;
}

export interface SourcesResult {
  readonly kind: SourceKindName;
  readonly sources: number;
  readonly images: number;
  /** Images that were left out and reported. */
  readonly skipped: number;
  /** The smallest source that was read wrongly, in words; `null` where none was. */
  readonly fault: string | null;
}

/** Reads so many generated sources of a kind, and checks that every image is either in exactly one
 * part under its own label, or left out with a reason. */
export async function readSources({ kind, sources, seed, onProgress }: SourcesRun): Promise<SourcesResult> {
  const counts = { done: 0, images: 0, skipped: 0 };
  const read = <Plan>({ plan, write }: SourceKind<Plan>) =>
    fc.check(
      fc.asyncProperty(plan, async (given) => {
        const folder = await mkdtemp(join(tmpdir(), 'attune-source-'));
        try {
          const source = await write(folder, given);
          const faults = await faultsOf(source);
          counts.images += source.listings.length;
          counts.skipped += source.listings.filter(({ label }) => label === null).length;
          counts.done += 1;
          onProgress?.(counts.done);
          if (faults.length > 0) throw new Error(faults.join('\n'));
        } finally {
          await rm(folder, { recursive: true });
        }
      }),
      { numRuns: sources, seed },
    );
  const checks = {
    tree: () => read(trees),
    table: () => read(tables),
    shards: () => read(shards),
    parquet: () => read(parquetFiles),
    idx: () => read(idxFiles),
  };
  const { failed, counterexample, errorInstance } = await checks[kind]();
  const fault = failed ? `${JSON.stringify(counterexample)}: ${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}` : null;
  return { kind, sources: counts.done, images: counts.images, skipped: counts.skipped, fault };
}

/** What was read wrongly of a source. */
async function faultsOf({ path, listings, reported }: GeneratedSource): Promise<string[]> {
  const dataset = await openDataset(path, { imageSize: 4, skipBroken: true }).catch((cause: unknown) => {
    if (cause instanceof DatasetError) return cause.message;
    throw cause;
  });
  if (typeof dataset === 'string') return [`refused: ${dataset}`];
  const seen = await seenIn(dataset);
  const reports = dataset.skipped.map((entry) => entry.path);
  const faults: string[] = [];
  for (const id of new Set(listings.map((listing) => listing.id))) {
    const own = listings.filter((listing) => listing.id === id);
    const wanted = own.flatMap(({ label, part }) => (label === null ? [] : [`${part ?? 'a part'}: ${label}`])).sort();
    const found = seen.filter((image) => image.id === id);
    const isFree = own.every(({ part }) => part === null);
    const told = found.map(({ label, part }) => `${isFree ? 'a part' : part}: ${label}`).sort();
    if (told.join('\n') !== wanted.join('\n')) faults.push(`image ${id} is ${told.join(', ') || 'nowhere'} and should be ${wanted.join(', ') || 'left out'}`);
    if (isFree && new Set(found.map(({ part }) => part)).size > 1) faults.push(`image ${id} is on both sides`);
    const out = own.filter(({ label }) => label === null);
    const telling = reports.filter((report) => out.some(({ place }) => report.endsWith(place)));
    if (telling.length < out.length) faults.push(`image ${id} is left out and not reported (${out[0]!.place})`);
  }
  for (const place of reported) if (!reports.some((report) => report.endsWith(place))) faults.push(`${place} is not reported`);
  return faults;
}

interface Seen {
  readonly id: number;
  readonly label: string;
  readonly part: string;
}

async function seenIn({ classes, train, validation, test }: ImageDataset): Promise<Seen[]> {
  const list = async (part: string, images: LabelledImages | undefined) =>
    Promise.all(Array.from(images?.labels ?? [], async (label, index) => ({ id: idOf((await images!.image(index)).data), label: classes[label]!, part })));
  return [...(await list('train', train)), ...(await list('validation', validation)), ...(await list('test', test))];
}
