import type { DataStore } from './data-store.ts';
import { FolderStore } from './folder-store.ts';
import { signedRequests } from './s3.ts';
import { StoreError } from './store-error.ts';
import { WebStore } from './web-store.ts';

/** Opens what `--data-store` names: `https://…`, `s3://BUCKET/PREFIX`, or a folder. Credentials
 * for S3 come from the environment.
 *
 * @throws {StoreError} of an address that is none. */
export function openStore(address: string): DataStore {
  if (/^s3:/iu.test(address)) return new WebStore(signedRequests(address));
  if (/^https?:/iu.test(address)) return new WebStore(plainRequests(address));
  if (/^[a-z][a-z0-9+.-]+:\/\//iu.test(address)) throw new StoreError(address, 'it must be https://…, s3://BUCKET/PREFIX or a folder.');
  return new FolderStore(address);
}

function plainRequests(address: string) {
  if (!URL.canParse(address)) throw new StoreError(address, 'this is no address.');
  const { origin, pathname, username, password } = new URL(address);
  const base = `${origin}${pathname.replace(/\/+$/u, '')}`;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization: Record<string, string> = username === '' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
  const request = async (key: string, init: RequestInit) =>
    new Request(`${base}/${key}`, { ...init, headers: { ...(init.headers as Record<string, string>), ...authorization } });
  return { address: base, request, signsBody: false, mostBytes: Number.POSITIVE_INFINITY };
}
