import { AttuneError, refuseUnknownOptions } from '@attune/errors';

import { hubHost } from './hub-origins.ts';
import { placeInCache } from './cache-place.ts';
import { type WeightsPreprocessing, knownWeights } from './known-weights.ts';
import { mayFetchFrom } from './own-machine.ts';
import { timmPreprocessing } from './timm-preprocessing.ts';

/** A file of weights that lies somewhere on the net. */
export interface WeightsReference {
  /** As the user wrote it. */
  readonly name: string;
  readonly url: string;
  /** Where it is in the cache, with `/` between folder and file: in a folder of its
   * own, told by the
   * whole address, in which what an index names will lie beside it. torchvision's files, which have
   * their hash in their names, lie where PyTorch has them. */
  readonly fileName: string;
  /** Hexadecimal digits that its SHA-256 begins with; null when nothing tells. */
  readonly sha256Prefix: string | null;
  /** Null when nothing tells. */
  readonly preprocessing: WeightsPreprocessing | null;
  /** Where the Hub has it; null when another host has. */
  readonly hub: HubFile | null;
}

/** A file of a repository of the Hugging Face Hub. */
export interface HubFile {
  /** `https://huggingface.co`, or what stands in for it. */
  readonly host: string;
  /** `OWNER/REPOSITORY`. */
  readonly repo: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  readonly path: string;
}

/** A name of weights that says nothing. */
export class WeightsNameError extends AttuneError {
  static override readonly code = 'ATTUNE_WEIGHTS_NAME';

  constructor(message: string) {
    super(message);
    this.name = 'WeightsNameError';
  }
}

/** Where weights are looked for. */
export interface WeightsHosts {
  /** An address that has all files under their own names, in place of the publishers'. */
  readonly mirror?: string | undefined;
  /** Of the Hub. Default: huggingface.co. */
  readonly hub?: string | undefined;
}

const torchvisionHost = 'https://download.pytorch.org/models';

/** timm's own choice of weights for each name. */
const timmTags: Readonly<Record<string, string>> = {
  resnet18: 'a1_in1k',
  resnet34: 'a1_in1k',
  resnet50: 'a1_in1k',
  resnet101: 'a1h_in1k',
  resnet152: 'a1h_in1k',
};

/** Whether a name is one of weights on the net, and no file; or looks like one, such as `hf:`, for
 * which `weightsReference` tells what there is. */
export function isWeightsReference(name: string): boolean {
  return /^(torchvision|timm|hub|https?|hf|huggingface|ftp|s3|gs):/iu.test(name);
}

/** Understands `torchvision:resnet18`, `torchvision:resnet50/IMAGENET1K_V2`,
 * `timm:resnet18.a1_in1k`, `hub:OWNER/REPO/FILE`, `hub:OWNER/REPO@REVISION/FILE` and addresses.
 *
 * @throws {WeightsNameError} naming what there is.
 * @throws {UnknownOptionError} when a host does not exist. */
export function weightsReference(name: string, hosts: WeightsHosts = {}): WeightsReference {
  refuseUnknownOptions('weightsReference', hosts, { mirror: true, hub: true } satisfies Record<keyof WeightsHosts, true>);
  // A variable that is set to nothing names no host.
  const { mirror, hub } = { mirror: hosts.mirror || undefined, hub: hosts.hub || undefined };
  if (name.startsWith('torchvision:')) return ofTorchvision(name, name.slice('torchvision:'.length), { mirror, hub });
  if (name.startsWith('timm:')) return ofTimm(name, name.slice('timm:'.length), { mirror, hub });
  if (name.startsWith('hub:')) return ofHub(name, name.slice('hub:'.length), { mirror, hub });
  return ofAddress(name);
}

function ofTorchvision(name: string, words: string, { mirror = torchvisionHost }: WeightsHosts): WeightsReference {
  requireAllowed(name, mirror);
  const [architecture = '', version = 'IMAGENET1K_V1'] = words.split('/');
  const versions = knownWeights.filter((weights) => weights.architecture === architecture);
  if (versions.length === 0) throw new WeightsNameError(`${name}: torchvision has no weights for "${architecture}" that fit here; it has ${known()}.`);
  const found = versions.find((weights) => weights.version === version);
  if (found === undefined)
    throw new WeightsNameError(`${name}: there is no "${version}" of ${architecture}; there is ${versions.map((weights) => weights.version).join(' and ')}.`);
  return {
    name,
    url: `${trimmed(mirror)}/${found.fileName}`,
    fileName: found.fileName,
    sha256Prefix: hashIn(found.fileName),
    preprocessing: found.preprocessing,
    hub: null,
  };
}

function known(): string {
  return [...new Set(knownWeights.map(({ architecture }) => architecture))].join(', ');
}

function ofTimm(name: string, words: string, { mirror, hub = hubHost }: WeightsHosts): WeightsReference {
  const tag = timmTags[words] ?? (words.startsWith('vgg') ? 'tv_in1k' : undefined);
  const full = words.includes('.') || tag === undefined ? words : `${words}.${tag}`;
  if (!/^[\w.-]+\.[\w-]+$/u.test(full)) throw new WeightsNameError(`${name}: timm's weights have a name and a tag, such as timm:resnet18.a1_in1k.`);
  const file = { host: trimmed(hub), repo: `timm/${full}`, revision: 'main', path: 'model.safetensors' };
  return { name, sha256Prefix: null, preprocessing: timmPreprocessing(full), ...placeOf(name, file, { mirror, mirrored: `${full}.safetensors` }) };
}

interface Mirrored {
  readonly mirror: string | undefined;
  /** Its name there. */
  readonly mirrored: string;
}

/** The Hub, or a mirror that has all files side by side. */
function placeOf(name: string, file: HubFile, { mirror, mirrored }: Mirrored): Pick<WeightsReference, 'url' | 'hub' | 'fileName'> {
  requireAllowed(name, mirror ?? file.host);
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const url = mirror === undefined ? `${file.host}/${file.repo}/resolve/${encodeURIComponent(file.revision)}/${path}` : `${trimmed(mirror)}/${mirrored}`;
  return { url, hub: mirror === undefined ? file : null, fileName: placeInCache(url) };
}

function requireAllowed(name: string, host: string): void {
  if (URL.canParse(host) && mayFetchFrom(new URL(host))) return;
  throw new WeightsNameError(
    `${name}: ${withoutCredentials(host)} is not fetched from. Weights are fetched over https:, and over http: from this machine alone.`,
  );
}

/** A password is never shown. */
function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/iu, '$1');
}

/** Owner and repository, of the characters that the Hub takes; revision, of which `refs/pr/1` and
 * `refs/convert/parquet` are known to have slashes; path. */
const hubName = /^(\w[\w.-]*)\/(\w[\w.-]*)(?:@(refs\/(?:pr|convert)\/[^/]+|[^/]+))?(?:\/([^/].*))?$/u;

function ofHub(name: string, words: string, { mirror, hub = hubHost }: WeightsHosts): WeightsReference {
  const [, owner = '', repository = '', asked = 'main', path = 'model.safetensors'] = hubName.exec(words) ?? [];
  if (owner === '' || words.includes('..')) {
    throw new WeightsNameError(
      `${name}: weights of the Hub are named hub:OWNER/REPOSITORY, hub:OWNER/REPOSITORY/FILE or hub:OWNER/REPOSITORY@REVISION/FILE; a / in REVISION is written %2F.`,
    );
  }
  const revision = asked.replaceAll(/%2f/giu, '/');
  const version = revision === 'main' ? [] : revision.split('/');
  const mirrored = nameOnMirror([owner, repository, ...version, ...path.split('/')]);
  const file = { host: trimmed(hub), repo: `${owner}/${repository}`, revision, path };
  const preprocessing = owner === 'timm' ? timmPreprocessing(repository) : null;
  return { name, sha256Prefix: null, preprocessing, ...placeOf(name, file, { mirror, mirrored }) };
}

function ofAddress(address: string): WeightsReference {
  const name = withoutCredentials(address);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new WeightsNameError(`${name}: an address with a user's name or password in it is not fetched. Download the file yourself and give its path.`);
  }
  if (url !== null && !/^https?:$/u.test(url.protocol)) {
    throw new WeightsNameError(`${name}: weights are named torchvision:NAME, timm:NAME, hub:OWNER/REPOSITORY or https://…, or by the path of a file.`);
  }
  if (url === null || !mayFetchFrom(url)) {
    throw new WeightsNameError(`${name}: weights are fetched over https:, and over http: from this machine alone.`);
  }
  url.hash = '';
  const fileName = placeInCache(url.href);
  if (!/\w/u.test(lastOf(fileName))) throw new WeightsNameError(`${name}: the address ends with no file's name.`);
  return { name, url: url.href, fileName, sha256Prefix: hashIn(lastOf(fileName)), preprocessing: null, hub: null };
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a file called so may name others that belong to it. */
function isIndex(fileName: string): boolean {
  return fileName.endsWith('.json');
}

/** One name made of the parts of a path; an index keeps its own behind a folder's. */
function nameOnMirror(parts: readonly string[]): string {
  const last = parts.at(-1)!;
  return isIndex(last) ? `${parts.slice(0, -1).join('--')}/${last}` : parts.join('--');
}

/** Whether a file may name others, which then lie beside it: an `….index.json` or a
 * `model.json`. */
export function mayNameOthers({ fileName }: Pick<WeightsReference, 'fileName'>): boolean {
  return isIndex(fileName);
}

/** A file that lies where another does, on the net and in the cache.
 *
 * @throws {WeightsNameError} when `fileName` is a path. */
export function referenceBeside({ name, url, fileName: index, hub }: WeightsReference, fileName: string): WeightsReference {
  if (!/^[^/\\:\0]+$/u.test(fileName) || ['.', '..'].includes(fileName)) {
    throw new WeightsNameError(`${name}: it names ${JSON.stringify(fileName)}, and only files beside it are fetched.`);
  }
  const address = new URL(encodeURIComponent(fileName), url);
  address.search = new URL(url).search;
  return {
    name: `${name} (${fileName})`,
    url: address.href,
    fileName: inFolderOf(index, fileName),
    sha256Prefix: hashIn(fileName),
    preprocessing: null,
    hub: hub === null ? null : { ...hub, path: inFolderOf(hub.path, fileName) },
  };
}

function inFolderOf(path: string, fileName: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}${fileName}`;
}

/** torch's rule: `NAME-HASH.pth`, at least eight digits; but `-20240131` is a day. */
function hashIn(fileName: string): string | null {
  const digits = /-([\da-f]{8,})\./u.exec(fileName)?.[1] ?? null;
  return digits !== null && /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/u.test(digits) ? null : digits;
}

function trimmed(address: string): string {
  return address.replace(/\/+$/u, '');
}
