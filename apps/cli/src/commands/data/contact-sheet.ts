import { type FolderScan, thumbnail } from '@attune/data';

import { describeGroup } from './describe-findings.ts';
import type { Findings } from './findings.ts';

/** Pictures shown of each class and part. */
const shown = 12;

/** One page on a scanned folder: its counts, what is wrong, and some pictures of every class,
 * evenly spread over it. Nothing is fetched from elsewhere. */
export async function contactSheet(scan: FolderScan, findings: Findings, signal: AbortSignal): Promise<string> {
  const parts = [
    { title: 'training', images: scan.train },
    { title: 'validation', images: scan.validation ?? [] },
    { title: 'test', images: scan.test ?? [] },
  ];
  const sections: string[] = [];
  for (const [label, name] of scan.classes.entries()) {
    sections.push(`<h2>${escaped(name)}</h2>`);
    for (const { title, images } of parts) {
      signal.throwIfAborted();
      const own = images.filter((image) => image.label === label);
      if (own.length > 0)
        sections.push(`<h3>${title}: ${own.length}</h3><div class="pictures">${(await Promise.all(spread(own).map(picture))).join('')}</div>`);
    }
  }
  return page(scan.root, [...problems(findings), ...sections]);
}

/** At most `shown` of them, from the first to the last. */
function spread<Item>(items: readonly Item[]): Item[] {
  const chosen = Math.min(shown, items.length);
  return Array.from({ length: chosen }, (_, place) => items[Math.floor((place * items.length) / chosen)]!);
}

async function picture({ path, name, header }: FolderScan['train'][number]): Promise<string> {
  const caption = `${escaped(name)}<br>${header.width} × ${header.height}`;
  try {
    const bytes = await thumbnail(path);
    return `<figure><img src="data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}" alt="${escaped(name)}"><figcaption>${caption}</figcaption></figure>`;
  } catch (error) {
    return `<figure><div class="missing">${escaped((error as Error).message)}</div><figcaption>${caption}</figcaption></figure>`;
  }
}

function problems({ faults, broken, duplicates, skipped, images, classes }: Findings): string[] {
  return [
    `<p>${images} images, ${classes.length} classes</p>`,
    ...list(
      'Why training could not start',
      faults.map(({ message }) => message),
    ),
    ...list('Broken', broken.map(reasonLine)),
    ...list('Duplicates', duplicates.map(describeGroup)),
    ...list('Skipped', skipped.map(reasonLine)),
  ];
}

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`<h2>${title}: ${lines.length}</h2><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`];
}

function reasonLine({ path, reason }: Findings['broken'][number]): string {
  return `${path}: ${reason}`;
}

function page(title: string, body: readonly string[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head><body><main><h1>${escaped(title)}</h1>${body.join('\n')}</main></body></html>\n`;
}

const style = `
:root{color-scheme:light dark}
body{margin:0;font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1,li,figcaption{overflow-wrap:anywhere}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(8rem,1fr));gap:.8rem}
figure{margin:0}
img{width:100%;height:8rem;object-fit:contain;display:block}
.missing{min-height:8rem;border:1px dashed;padding:.4rem;font-size:.75rem;overflow-wrap:anywhere}
figcaption{font-size:.75rem}
`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
