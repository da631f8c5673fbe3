import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

/** Lists the packages that a page is bundled of, with their licences, in `third-party.txt`. */
export class ThirdParty {
  readonly #folders = new Set<string>();
  readonly #notices = new Set<string>();

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
    else if (folder === undefined) this.#seeNotice(id);
  }

  /** A package of ours may embed parts of others, which its notice names. */
  #seeNotice(id: string): void {
    const folder = /^.*[\\/]packages[\\/][^\\/]+[\\/][^\\/]+/u.exec(id)?.[0];
    if (folder !== undefined && existsSync(join(folder, 'NOTICE.md'))) this.#notices.add(join(folder, 'NOTICE.md'));
  }

  #text(): string {
    const notices = [...this.#notices].toSorted().map((file) =>
      readFileSync(file, 'utf8')
        .replace(/^# Notice\s+/u, '')
        .trim(),
    );
    const entries = [...[...this.#folders].map(describe).toSorted(), ...notices];
    return ['What this page is made of beside Attune (MIT), with licences.', ...new Set(entries)].join(`\n\n${'-'.repeat(80)}\n\n`);
  }
}

function describe(folder: string): string {
  const { name, version, license, main = 'index.js' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)/iu.test(each));
  const notice = file === undefined ? noticeAbove(join(folder, main)) : readFileSync(join(folder, file), 'utf8');
  return [`${name} ${version}: ${license}`, ...(notice === null ? [] : [notice.trim()])].join('\n\n');
}

/** Packages without a file of their licence have it above their program, as tfjs does. */
function noticeAbove(program: string): string | null {
  if (!existsSync(program)) return null;
  const comments = readFileSync(program, 'utf8').match(/\/\*[\s\S]*?\*\//gu) ?? [];
  const notice = comments.find((comment) => /copyright/iu.test(comment));
  return notice?.replaceAll(/^\s*\/?\*+\/?[ \t]?|\*\/$/gmu, '') ?? null;
}
