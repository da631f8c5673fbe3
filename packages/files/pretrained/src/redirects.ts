import { badRedirect } from './download-error.ts';
import { mayFetchFrom } from './own-machine.ts';
import type { WeightsReference } from './weights-reference.ts';

const mostRedirects = 10;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What another host may be told: which bytes are wanted, and nothing of who asks. */
const impersonal: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'if-range', 'range']);

/** `fetch` that follows redirects by the rule for addresses: https, or http of this machine; never
 * from https to http; no more than ten. From the first other host on, headers that tell who asks
 * are left out.
 *
 * A browser hides where a redirect leads. There it is followed by the browser's own rules, without
 * the personal headers, and the address that it ended at is checked.
 * @throws {DownloadError} of kind `redirect`. */
export async function fetchByRule(reference: Pick<WeightsReference, 'name' | 'url'>, address: string, init: RequestInit): Promise<Response> {
  let [url, headers] = [new URL(address), new Headers(init.headers)];
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    if (response.type === 'opaqueredirect') return followInBrowser(reference, url, { ...init, headers: withoutPersonal(headers) });
    const location = redirects.has(response.status) ? response.headers.get('location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    const next = requireFollowable(reference, url, location);
    if (next.origin !== url.origin) headers = withoutPersonal(headers);
    url = next;
  }
  throw badRedirect(reference, `redirects more than ${mostRedirects} times`);
}

async function followInBrowser(reference: Pick<WeightsReference, 'name' | 'url'>, url: URL, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'follow' });
  requireFollowable(reference, url, response.url);
  return response;
}

function requireFollowable(reference: Pick<WeightsReference, 'name' | 'url'>, from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw badRedirect(reference, 'redirects to something that is not an address');
  const next = new URL(location, from);
  const isDowngrade = from.protocol === 'https:' && next.protocol !== 'https:';
  if (isDowngrade || !mayFetchFrom(next)) throw badRedirect(reference, `redirects to ${next.protocol}//${next.host}`);
  return next;
}

function withoutPersonal(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => impersonal.has(name)));
}
