import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { hubOrigins } from '@attune/pretrained';

/** The page itself, and what every answer says beside it. */
export interface ServedPage {
  /** index.html, in which the Hub is the chosen one. */
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What lets a page share memory between its threads. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const policyInPage = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/u;
const hubInPage = /(<meta\s+name="attune-hub"\s+content=")[^"]*(")/u;

/** The built page in `folder`, allowed to fetch weights from `hub` and from nowhere else.
 *
 * The page carries its own policy for hosts of static files; here it is sent as a header too, with
 * the rule against frames, which a page cannot set for itself.
 *
 * @param hub an address: `https://…`, or `http://` of this machine; default: the page's own. */
export async function servedPage(folder: string, hub: string | undefined): Promise<ServedPage> {
  const built = await readFile(join(folder, 'index.html'), 'utf8');
  const html = hub === undefined ? built : withHub(built, hub);
  const policy = policyInPage.exec(html)?.[1];
  if (policy === undefined) throw new Error('The built page has no Content-Security-Policy: build it again (npm run page).');
  return { html, headers: { ...isolation, 'Content-Security-Policy': `${policy}; frame-ancestors 'none'`, 'X-Content-Type-Options': 'nosniff' } };
}

function withHub(html: string, hub: string): string {
  const own = hubOrigins().join(' ');
  return html.replace(own, hubOrigins(hub).join(' ')).replace(hubInPage, `$1${hub}$2`);
}
