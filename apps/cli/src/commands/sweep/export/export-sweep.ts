import { type SweepSpec, trialsOf } from '@attune/sweep';
import { stringify } from 'yaml';

import type { Report } from '../../../command.ts';
import { UsageError } from '../../../usage-error.ts';
import { defaultQueue } from '../default-queue.ts';
import type { SweepOptions } from '../run-sweep.ts';
import { composeFile } from './compose.ts';
import { kubernetesFile } from './kubernetes.ts';
import { pathsNamed } from './sweep-parts.ts';

export interface ExportOptions extends SweepOptions {
  /** Workers of the exported sweep. */
  readonly workers: number;
  /** An image with Node and npm. */
  readonly image: string;
}

export type ExportKind = 'k8s' | 'compose';

/** Writes a sweep as a file for Kubernetes or Docker Compose. Nothing secret stands in it.
 *
 * @throws {UsageError} when the store's address has a password, or a Redis is named. */
export async function exportSweep(
  { spec, text, file }: { readonly spec: SweepSpec; readonly text: string; readonly file: string },
  kind: ExportKind,
  options: ExportOptions,
): Promise<Report> {
  if (options.redis !== undefined) throw new UsageError('An exported sweep brings its own Redis: leave --redis out.');
  if (/\/\/[^/]*@/u.test(options.dataStore ?? ''))
    throw new UsageError('--data-store has a user in its address, which would stand in the exported file. Serve it without one in the cluster, or use s3://….');
  const { workers, image, trialThreads, queue = defaultQueue, priority = 1, dataStore = null } = options;
  const paths = await pathsNamed(trialsOf(spec).map(({ flags }) => flags));
  const parts = { name: labelOf(spec.name), spec: text, file, workers, image, trialThreads, queue, priority, dataStore, paths };
  const { comment, documents } = { k8s: kubernetesFile, compose: composeFile }[kind](parts);
  const lines = comment.split('\n').map((line) => `# ${line}`.trimEnd());
  const yaml = documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n');
  return { json: { kind, name: parts.name, paths, documents }, text: `${lines.join('\n')}\n${yaml}`.trimEnd() };
}

/** A name as Kubernetes takes it, with room for what is put behind it. */
function labelOf(name: string): string {
  const label = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, 40)
    .replaceAll(/^[-0-9]+|-+$/gu, '');
  return label === '' ? 'sweep' : label;
}
