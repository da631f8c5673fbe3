import { type BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { filesBeside } from '@attune/checkpoint';
import { isWeightsReference } from '@attune/pretrained';
import { runFiles } from '@attune/run';
import { sampleWeights } from '@attune/sample';

import { userPath } from '../paths.ts';
import { UsageError } from '../usage-error.ts';
import { fetchedWeights } from './fetched-weights.ts';

/** Refuses to write over what is being read, before anything is written: a file that is there is
 * the same one by its number on the disk, whatever links, spelling or case lead to it.
 *
 * @param input a checkpoint or a run, as the user wrote it.
 * @param outputs the files that will be written.
 * @throws {UsageError} naming both. */
export async function requireOtherFiles(input: string, outputs: readonly string[], { name }: { readonly name: string }): Promise<void> {
  await requireNone(await sourcesOf(input), outputs, name);
}

/** What a command reads, as the user wrote it. */
export interface Inputs {
  /** Runs and checkpoints. */
  readonly models?: readonly string[];
  /** Tables, archives and images. */
  readonly files?: readonly string[];
}

/** The same of a file that a command writes beside its work.
 *
 * @throws {UsageError} naming both. */
export async function requireNoInput({ models = [], files = [] }: Inputs, output: string, name: string): Promise<void> {
  if ((await existing(output)) === null) return;
  const sources = await Promise.all(models.map(async (model) => (isNoFile(model) ? [] : sourcesOf(model))));
  await requireNone([...sources.flat(), ...files.map(userPath)], [output], name);
}

/** What is fetched, or comes with a package. */
function isNoFile(input: string): boolean {
  return input === 'none' || input === 'sample' || isWeightsReference(input.replace(/^keras:/u, ''));
}

async function requireNone(sources: readonly string[], outputs: readonly string[], name: string): Promise<void> {
  for (const output of outputs) {
    const found = await existing(output);
    if (found === null) continue;
    for (const source of sources) {
      const own = await existing(source);
      if (own === null || own.ino !== found.ino || own.dev !== found.dev) continue;
      throw new UsageError(
        `${output} is ${source === output ? 'the file that is read' : `${source}, which is read`}, and would be lost: name another ${name}.`,
      );
    }
  }
}

async function existing(path: string): Promise<BigIntStats | null> {
  return stat(path, { bigint: true }).catch(() => null);
}

/** Every file that opening a checkpoint or a run may read. */
async function sourcesOf(input: string): Promise<string[]> {
  if (input === 'sample') return [sampleWeights()];
  const plain = input.replace(/^keras:/u, '');
  const path = isWeightsReference(plain) ? (await fetchedWeights(plain)).path : userPath(plain);
  if ((await existing(path))?.isDirectory() === true) return filesOfRun(path);
  const others = await filesBeside(path);
  return [path, ...others.map((file) => join(dirname(path), file))];
}

async function filesOfRun(run: string): Promise<string[]> {
  const stages = await readdir(join(run, runFiles.stages)).catch(() => []);
  return [...Object.values(runFiles).map((file) => join(run, file)), ...stages.map((file) => join(run, runFiles.stages, file))];
}
