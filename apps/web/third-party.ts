import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

/** Lists the packages that a page is bundled of, with their licences, in `third-party.txt`. */
export class ThirdParty {
  readonly #folders = new Set<string>();

  /** Sees what goes into a bundle: the page's, and each worker's. */
  collector(): Plugin {
    return {
      name: 'attune-third-party-collector',
      generateBundle: (_options, bundle) => {
        for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') for (const id of chunk.moduleIds) this.#see(id);
      },
    };
  }

  /** Writes the list; workers are bundled before the page's own files are. */
  writer(): Plugin {
    const text = () => this.#text();
    return {
      name: 'attune-third-party',
      generateBundle: {
        order: 'post',
        handler() {
          this.emitFile({ type: 'asset', fileName: 'third-party.txt', source: text() });
        },
      },
    };
  }

  #see(id: string): void {
    const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/u.exec(id.replace(/^\0/u, ''))?.[0];
    if (folder !== undefined && existsSync(join(folder, 'package.json'))) this.#folders.add(folder);
  }

  #text(): string {
    const entries = [...this.#folders].map(describe).toSorted();
    return ['What this page is made of beside Attune (MIT), with licences.', ...new Set(entries)].join(`\n\n${'-'.repeat(80)}\n\n`);
  }
}

function describe(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)/iu.test(each));
  return [`${name} ${version}: ${license}`, ...(file === undefined ? [] : [readFileSync(join(folder, file), 'utf8').trim()])].join('\n\n');
}
