import { refuseUnknownOptions } from '@attune/errors';

import { hubHost } from './hub-origins.ts';
import { HubPushError, existing, failedPush, notAName, notAToken } from './hub-push-error.ts';
import { HubAnswerError, type HubPlace, askHub } from './hub-request.ts';
import { type LargeFile, uploadLarge } from './upload-large.ts';

/** A file for a repository. */
export interface HubUpload {
  /** Its name there. */
  readonly path: string;
  readonly content: Blob;
}

export interface PushToHubOptions {
  /** A token that may write. */
  readonly token: string;
  /** Default: huggingface.co. */
  readonly hub?: string | undefined;
  /** Made where it is not there. Default: `main`. */
  readonly branch?: string | undefined;
  /** Whether a new repository is seen by its owner alone. Default: as the owner's settings say. */
  readonly isPrivate?: boolean | undefined;
  /** Whether a repository that is there already gets another commit. Default: false. */
  readonly update?: boolean | undefined;
  /** Of the commit. */
  readonly title?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const pushOptions = {
  token: true,
  hub: true,
  branch: true,
  isPrivate: true,
  update: true,
  title: true,
  signal: true,
} satisfies Record<keyof PushToHubOptions, true>;

/** What a repository of the Hub has now. */
export interface Pushed {
  /** Of the repository. */
  readonly url: string;
  readonly commit: string;
  /** Whether the repository was made. */
  readonly isNew: boolean;
}

/** Puts files into a repository of the Hugging Face Hub, which is made where it is not there: one
 * commit, large files first.
 *
 * Source: the Hub's HTTP API (huggingface.co/docs/hub/api) as huggingface_hub and @huggingface/hub
 * use it, and the batch API of git-lfs.
 * @param repository `OWNER/NAME`
 * @throws {HubPushError} telling what to do, when the Hub does not take them.
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws the signal's reason when it is aborted. */
export async function pushToHub(repository: string, files: readonly HubUpload[], options: PushToHubOptions): Promise<Pushed> {
  refuseUnknownOptions('pushToHub', options, pushOptions);
  const { token, hub = hubHost, signal } = options;
  const host = hub.replace(/\/+$/u, '');
  requireRepositoryName(repository);
  if (!/^hf_[!-~]+$/u.test(token)) throw notAToken(host);
  const place: HubPlace = { repository, host, token, signal };
  try {
    return await push(place, files, options);
  } catch (error) {
    signal?.throwIfAborted();
    throw HubPushError.isInstance(error) ? error : failedPush(place, error);
  }
}

/** @throws {HubPushError} `name` when it is not `OWNER/NAME`. */
export function requireRepositoryName(repository: string): void {
  if (!/^\w[\w.-]*\/\w[\w.-]*$/u.test(repository)) throw notAName(repository);
}

async function push(place: HubPlace, files: readonly HubUpload[], options: PushToHubOptions): Promise<Pushed> {
  const { branch = 'main', update = false, title = 'Push a model' } = options;
  const isNew = await makeRepository(place, options);
  if (!isNew && !update) throw existing(place);
  if (branch !== 'main') await unlessThere(askHub(place, pathOf(place, 'branch', branch), { json: {} }));
  const large = await uploadLarge(place, await largeOnes(place, files, branch), branch);
  const commit = await commitFiles(place, files, { branch, title, large });
  return { url: `${place.host}/${place.repository}`, commit, isNew };
}

function pathOf({ repository }: HubPlace, verb: 'branch' | 'commit' | 'preupload', branch: string): string {
  return `/api/models/${repository}/${verb}/${encodeURIComponent(branch)}`;
}

/** Whether it was not there. */
async function makeRepository(place: HubPlace, { isPrivate }: PushToHubOptions): Promise<boolean> {
  const [organization, name] = place.repository.split('/');
  const visibility = isPrivate === undefined ? {} : { private: isPrivate };
  return unlessThere(askHub(place, '/api/repos/create', { json: { type: 'model', name, organization, ...visibility } }));
}

/** The Hub answers 409 for what is there already. */
async function unlessThere(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof HubAnswerError && error.status === 409) return false;
    throw error;
  }
}

const sampleBytes = 512;

/** The Hub decides by name, size and the first bytes which files are large. */
async function largeOnes(place: HubPlace, files: readonly HubUpload[], branch: string): Promise<HubUpload[]> {
  const asked = await Promise.all(
    files.map(async ({ path, content }) => ({ path, size: content.size, sample: await base64Of(content.slice(0, sampleBytes)) })),
  );
  const answer = (await askHub(place, pathOf(place, 'preupload', branch), { json: { files: asked } })) as {
    readonly files: readonly { readonly path: string; readonly uploadMode: string }[];
  };
  const large = new Set(answer.files.filter(({ uploadMode }) => uploadMode === 'lfs').map(({ path }) => path));
  return files.filter(({ path }) => large.has(path));
}

interface Commit {
  readonly branch: string;
  readonly title: string;
  readonly large: ReadonlyMap<string, LargeFile>;
}

/** Gives the commit's hash. */
async function commitFiles(place: HubPlace, files: readonly HubUpload[], { branch, title, large }: Commit): Promise<string> {
  const lines = await Promise.all(files.map((file) => lineOf(file, large.get(file.path))));
  const answer = await askHub(place, pathOf(place, 'commit', branch), { lines: [{ key: 'header', value: { summary: title } }, ...lines] });
  return (answer as { readonly commitOid: string }).commitOid;
}

async function lineOf({ path, content }: HubUpload, large: LargeFile | undefined): Promise<object> {
  if (large !== undefined) return { key: 'lfsFile', value: { path, algo: 'sha256', ...large } };
  return { key: 'file', value: { path, encoding: 'base64', content: await base64Of(content) } };
}

async function base64Of(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
