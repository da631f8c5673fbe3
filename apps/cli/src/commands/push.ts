import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type HubUpload, hubHost, pushToHub, requireRepositoryName } from '@attune/pretrained';
import { runFiles } from '@attune/run';

import type { CommandContext, Report } from '../command.ts';
import { requireFiniteWeights } from '../model/finite-weights.ts';
import { openWeights, weightsChoice } from '../model/weights.ts';
import { userPath } from '../paths.ts';
import { readText } from '../read-text.ts';
import { bestWeights } from '../run/best-weights.ts';
import { requireOneClass } from '../run/one-class.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { count, plural } from '../terminal/format.ts';
import { UsageError } from '../usage-error.ts';
import { configOf } from './push/config-file.ts';
import { modelCard } from './push/model-card.ts';

export interface PushOptions {
  readonly isPrivate: boolean;
  /** Whether a repository that exists may get another commit. */
  readonly update: boolean;
  readonly branch: string;
  readonly license?: string | undefined;
  /** Default: `HF_TOKEN`. */
  readonly tokenFile?: string | undefined;
  /** Whether to take the averaged weights. */
  readonly averaged: boolean;
  readonly dryRun: boolean;
}

/** Puts a run's best weights into a repository of the Hub, with a model card, the network's
 * configuration and the recipe. Paths of this machine do not travel with them.
 *
 * @throws {HubPushError} when the repository's name is none, or the Hub does not take the files.
 * @throws {UsageError} without a token. */
export async function push(folder: string, repository: string, options: PushOptions, { terminal, signal }: CommandContext): Promise<Report> {
  requireRepositoryName(repository);
  const run = await openRunFolder(userPath(folder));
  requireOneClass(run.config.task, { name: folder, asked: 'a model card' });
  const weights = await bestWeights(run.path, weightsChoice(options));
  const card = modelCard(run, { repository, license: options.license, metrics: await run.metrics(), averaged: options.averaged });
  const files = await filesOf(run.path, { weights, card, config: configOf(run, (await run.calibration()) ?? undefined) });
  await requireFiniteWeights(folder, (await openWeights(weights))!);
  const sizes = files.map(({ path, content }) => ({ path, bytes: content.size }));
  if (options.dryRun) return { json: { repository, branch: options.branch, files: sizes, card, pushed: false }, text: card.trimEnd() };
  const hub = process.env['HF_ENDPOINT'] || hubHost;
  terminal.note(`pushing ${plural(files.length, 'file')}, ${count(sizes.reduce((sum, { bytes }) => sum + bytes, 0))} bytes, to ${hub}/${repository}`);
  const { branch, isPrivate, update } = options;
  const token = await tokenOf(options, hub);
  const pushed = await pushToHub(repository, files, { token, hub, branch, update, signal, ...(isPrivate ? { isPrivate } : {}), title: 'Push a run of Attune' });
  const json = { repository, branch, files: sizes, ...pushed, pushed: true };
  return { json, text: `Pushed to ${pushed.url}, commit ${pushed.commit.slice(0, 8)}; try it: attune predict hub:${repository}${revision(branch)} IMAGE` };
}

function revision(branch: string): string {
  return branch === 'main' ? '' : `@${branch}`;
}

interface Contents {
  /** Path of the weights. */
  readonly weights: string;
  readonly card: string;
  readonly config: object;
}

async function filesOf(run: string, { weights, card, config }: Contents): Promise<HubUpload[]> {
  if ((await stat(weights).catch(() => null)) === null) throw new UsageError(`${run} has no weights yet (${runFiles.best}): let its first epoch end.`);
  return [
    { path: 'README.md', content: new Blob([card]) },
    { path: 'config.json', content: new Blob([`${JSON.stringify(config, null, 2)}\n`]) },
    { path: 'recipe.yaml', content: await openAsBlob(join(run, runFiles.recipe)) },
    { path: 'model.safetensors', content: await openAsBlob(weights) },
  ];
}

/** Never printed, and never an argument, which other users of the machine could see. */
async function tokenOf({ tokenFile }: PushOptions, hub: string): Promise<string> {
  const token = tokenFile === undefined ? process.env['HF_TOKEN'] : await readText(userPath(tokenFile));
  if (token !== undefined && token.trim() !== '') return token.trim();
  const where = tokenFile === undefined ? 'HF_TOKEN holds no token' : `${tokenFile} holds no token`;
  throw new UsageError(
    `${where}. Make one that may write at ${hub}/settings/tokens, and name its file: --token-file FILE, or look at the card first: --dry-run`,
  );
}
