import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, it } from 'vitest';

import { root } from './process.mjs';

const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

/** Paths that a document links to, without those of the web and within itself. */
function linked(document: string): string[] {
  const targets = [...readFileSync(join(root, document), 'utf8').matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target]) => target!);
  return targets.filter((target) => !/^(?:[a-z]+:|#)/u.test(target)).map((target) => target.split('#')[0]!);
}

/** Pages of the site link from its root, without a suffix. */
function isThere(document: string, target: string): boolean {
  if (!document.startsWith('site/') || !target.startsWith('/')) return existsSync(join(root, dirname(document), target));
  return [`site${target}.md`, `site/public${target}`].some((path) => existsSync(join(root, path)));
}

it('every link of a document leads to a file or folder that is there', () => {
  const broken = documents.flatMap((document) => {
    const missing = linked(document).filter((target) => !isThere(document, target));
    return missing.map((target) => `${document}: ${target}`);
  });
  expect(broken).toEqual([]);
  expect(documents.flatMap(linked).length).toBeGreaterThan(50);
});
