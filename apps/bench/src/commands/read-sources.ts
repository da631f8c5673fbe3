import { BenchError } from '../bench-error.ts';
import { type SourcesResult, readSources } from '../sources/read-sources.ts';
import { type SourceKindName, sourceKinds } from '../sources/source-kinds.ts';

export interface ReadSourcesOptions {
  /** Of each kind. */
  readonly sources: number;
  readonly seed: number;
  readonly kind?: SourceKindName | undefined;
  readonly json?: true | undefined;
}

/** Reads generated datasets: every image is in one part under its own label, or left
 * out with a reason.
 *
 * @throws {BenchError} when one is not. */
export async function readGeneratedSources({ sources, seed, kind, json }: ReadSourcesOptions): Promise<void> {
  const results: SourcesResult[] = [];
  for (const one of kind === undefined ? sourceKinds : [kind]) {
    results.push(await readSources({ kind: one, sources, seed, onProgress: (done) => void process.stderr.write(`\r${one}: ${done}/${sources} sources`) }));
    process.stderr.write('\n');
  }
  process.stdout.write(`${json === true ? JSON.stringify({ results }) : results.map(describe).join('\n')}\n`);
  const wrong = results.filter(({ fault }) => fault !== null);
  if (wrong.length > 0) throw new BenchError(`Sources were read wrongly: ${wrong.map((result) => result.kind).join(', ')}.`);
}

function describe({ kind, sources, images, skipped, fault }: SourcesResult): string {
  return `${kind}: ${sources} sources with ${images} images, ${skipped} of them left out and reported${fault === null ? '' : `; wrong: ${fault}`}`;
}
