import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { LoopbackServer } from './loopback-server.ts';

/** A repository of the stand-in. */
export interface HubRepository {
  readonly isPrivate: boolean | undefined;
  /** Files by path, by branch. */
  readonly branches: Map<string, Map<string, Buffer>>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

interface Answered {
  readonly status: number;
  readonly etag?: string;
  readonly json?: object;
}

interface CommitLine {
  readonly key: string;
  readonly value: { readonly path: string; readonly content?: string; readonly oid?: string; readonly size?: number; readonly summary?: string };
}

/** Stands for the Hugging Face Hub: repositories are made, files are asked about (preupload), large
 * ones uploaded by their SHA-256 (LFS, basic transfers), committed, and read back in ranges.
 *
 * Source: the requests of @huggingface/hub 2.17 and git-lfs's batch API. */
export class HubServer {
  readonly repositories = new Map<string, HubRepository>();
  /** `POST /api/repos/create`, in order. */
  readonly requests: string[] = [];
  /** What came in `authorization`, for each request in order. */
  readonly tokens: (string | undefined)[] = [];
  readonly #large = new Map<string, Buffer>();
  readonly #server = new LoopbackServer((request, response) => void this.#serve(request, response));
  /** Every writing request is refused so. */
  refusal: Answered | null = null;
  /** Large files come in parts of so many bytes; in one piece where null. */
  partBytes: number | null = null;
  readonly #parts = new Map<string, Buffer[]>();
  /** Owners that the token may write to. */
  owners: readonly string[] = ['me'];

  async start(): Promise<this> {
    await this.#server.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  get address(): string {
    return this.#server.address;
  }

  /** A file of a repository; undefined where there is none. */
  file(repository: string, path: string, branch = 'main'): Buffer | undefined {
    return this.repositories.get(repository)?.branches.get(branch)?.get(path);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const [method, path] = [request.method ?? '', decodeURIComponent(new URL(request.url ?? '/', this.address).pathname)];
    this.requests.push(`${method} ${path}`);
    this.tokens.push(request.headers.authorization);
    if (method === 'GET' || method === 'HEAD') return this.#send(request, response, path);
    const { status, json, etag } = this.refusal ?? this.#answer({ method, path, body: Buffer.concat(parts) });
    response.writeHead(status, { 'content-type': 'application/json', ...(etag === undefined ? {} : { etag }) }).end(JSON.stringify(json ?? {}));
  }

  #answer({ method, path, body }: Asked): Answered {
    if (method === 'PUT' && path.startsWith('/part/')) return this.#keepPart(path, body);
    if (path.startsWith('/complete/')) return this.#complete(path.slice('/complete/'.length), body);
    if (method === 'PUT' && path.startsWith('/lfs/')) return this.#keepLarge(path.slice('/lfs/'.length), body);
    if (path === '/api/repos/create') return this.#create(JSON.parse(body.toString()) as { name: string; organization: string; private?: boolean });
    if (path.endsWith('.git/info/lfs/objects/batch'))
      return { status: 200, json: this.#batch(JSON.parse(body.toString()) as { objects: { oid: string; size: number }[] }) };
    const [, repository = '', verb = '', branch = ''] = /^\/api\/models\/([^/]+\/[^/]+)\/(preupload|commit|branch)\/(.+)$/u.exec(path) ?? [];
    const found = this.repositories.get(repository);
    if (found === undefined) return { status: 404, json: { error: 'Repository not found' } };
    if (verb === 'branch') return this.#branch(found, branch);
    if (verb === 'preupload') return { status: 200, json: uploadModes(JSON.parse(body.toString()) as { files: { path: string }[] }) };
    return this.#commit(found, branch, body.toString());
  }

  #create({ name, organization, private: isPrivate }: { readonly name: string; readonly organization: string; readonly private?: boolean }): Answered {
    const repository = `${organization}/${name}`;
    if (!this.owners.includes(organization)) return { status: 403, json: { error: "You don't have the rights to create a model under the namespace" } };
    if (this.repositories.has(repository)) return { status: 409, json: { error: 'You already created this model repo' } };
    this.repositories.set(repository, { isPrivate, branches: new Map([['main', new Map()]]) });
    return { status: 200, json: { url: `${this.address}/${repository}`, id: repository } };
  }

  #branch({ branches }: HubRepository, name: string): Answered {
    if (branches.has(name)) return { status: 409, json: { error: 'Reference already exists' } };
    branches.set(name, new Map(branches.get('main')));
    return { status: 200 };
  }

  #batch({ objects }: { readonly objects: readonly { readonly oid: string; readonly size: number }[] }): object {
    const upload = (oid: string, size: number) => (this.#large.has(oid) ? {} : { actions: { upload: this.#uploadOf(oid, size) } });
    return { transfer: this.partBytes === null ? 'basic' : 'multipart', objects: objects.map(({ oid, size }) => ({ oid, size, ...upload(oid, size) })) };
  }

  #uploadOf(oid: string, size: number): object {
    if (this.partBytes === null) return { href: `${this.address}/lfs/${oid}` };
    const numbers = Array.from({ length: Math.ceil(size / this.partBytes) }, (_, index) => String(index + 1).padStart(5, '0'));
    const parts = Object.fromEntries(numbers.map((number) => [number, `${this.address}/part/${oid}/${number}`]));
    return { href: `${this.address}/complete/${oid}`, header: { chunk_size: String(this.partBytes), ...parts } };
  }

  #keepPart(path: string, body: Buffer): Answered {
    const [, , oid = '', number = ''] = path.split('/');
    const parts = this.#parts.get(oid) ?? [];
    this.#parts.set(oid, parts);
    parts[Number(number) - 1] = body;
    return { status: 200, etag: `"part-${Number(number)}"` };
  }

  #complete(oid: string, body: Buffer): Answered {
    const { parts } = JSON.parse(body.toString()) as { parts: { partNumber: number; etag: string }[] };
    if (parts.some(({ partNumber, etag }) => etag !== `"part-${partNumber}"`)) return { status: 400, json: { error: 'a part has another etag' } };
    return this.#keepLarge(oid, Buffer.concat(this.#parts.get(oid) ?? []));
  }

  #keepLarge(oid: string, body: Buffer): Answered {
    if (sha256(body) !== oid) return { status: 400, json: { error: 'the content has another hash' } };
    this.#large.set(oid, body);
    return { status: 200 };
  }

  #commit({ branches }: HubRepository, branch: string, text: string): Answered {
    const files = branches.get(branch);
    if (files === undefined) return { status: 404, json: { error: 'Invalid rev id' } };
    const lines = text.split('\n').map((line) => JSON.parse(line) as CommitLine);
    for (const { key, value } of lines) {
      if (key === 'file') files.set(value.path, Buffer.from(value.content ?? '', 'base64'));
      if (key === 'lfsFile') files.set(value.path, this.#large.get(value.oid ?? '')!);
    }
    const commitOid = sha256(Buffer.from(text)).slice(0, 40);
    return { status: 200, json: { success: true, commitOid, commitUrl: `${this.address}/commit/${commitOid}`, hookOutput: '' } };
  }

  #send({ headers }: IncomingMessage, response: ServerResponse, path: string): void {
    const [, repository = '', branch = '', name = ''] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/u.exec(path) ?? [];
    const content = this.file(repository, name, branch);
    if (content === undefined) return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/u.exec(headers.range ?? '') ?? [];
    const common = { 'x-linked-etag': `"${sha256(content)}"`, 'accept-ranges': 'bytes' };
    if (from === '') return void response.writeHead(200, { ...common, 'content-length': content.length }).end(content);
    const last = to === '' ? content.length - 1 : Math.min(Number(to), content.length - 1);
    const part = content.subarray(Number(from), last + 1);
    response.writeHead(206, { ...common, 'content-range': `bytes ${from}-${last}/${content.length}`, 'content-length': part.length }).end(part);
  }
}

function uploadModes({ files }: { readonly files: readonly { readonly path: string }[] }): object {
  return { files: files.map(({ path }) => ({ path, uploadMode: path.endsWith('.safetensors') ? 'lfs' : 'regular' })) };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
