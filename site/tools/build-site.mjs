// Builds the site into .vitepress/dist: guides, the reference of every public symbol, and the page
// as a playground. Ends with 1 where a link leads nowhere. Any host of static files serves it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const site = fileURLToPath(new URL('..', import.meta.url));
const output = join(site, '.vitepress/dist');
const base = process.env['ATTUNE_SITE_BASE'] ?? '/';
const require = createRequire(import.meta.url);
const program = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

run(program('vitepress', 'bin/vitepress.js'), 'build', site);
run(program('typedoc', 'bin/typedoc'), '--options', join(site, 'typedoc.json'), '--titleLink', base, '--out', join(output, 'reference'));
const page = join(site, '../apps/cli/dist/page');
if (!existsSync(page)) throw new Error('The page is not built: run npm run -s page first.');
cpSync(page, join(output, 'playground'), { recursive: true });
const dead = deadLinks();
for (const link of dead) console.error(link);
process.exitCode = dead.length > 0 ? 1 : 0;

function run(...words) {
  execFileSync(process.execPath, words, { cwd: site, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Links and sources of the built guides and of the reference that lead to no file, or to no heading
 * of it. */
function deadLinks() {
  const pages = readdirSync(output, { recursive: true }).filter((file) => file.endsWith('.html') && !file.startsWith('playground'));
  const contents = new Map(pages.map((file) => [file, readFileSync(join(output, file), 'utf8')]));
  const anchors = new Map();
  const anchorsOf = (file) => {
    if (!anchors.has(file)) anchors.set(file, new Set([...contents.get(file).matchAll(/\sid="(?<id>[^"]+)"/gu)].map(({ groups }) => groups.id)));
    return anchors.get(file);
  };
  return pages.flatMap((file) => {
    const links = [...contents.get(file).matchAll(/(?:href|src)="(?<link>[^"]*)"/gu)].map(({ groups }) => groups.link);
    return links
      .filter((link) => !/^(?:[a-z]+:|\/\/)/u.test(link) && !leads(link, { from: file, contents, anchorsOf }))
      .map((link) => `${file}: nothing at ${link}`);
  });
}

function leads(link, { from, contents, anchorsOf }) {
  const [path, anchor = ''] = decodeURIComponent(link.replaceAll('&amp;', '&')).split('#');
  const target = path.startsWith(base) ? path.slice(base.length) : join(dirname(from), path);
  const file =
    path === ''
      ? from
      : [target, `${target}.html`, join(target, 'index.html')].find((each) => /\.\w+$/u.test(each) && existsSync(join(output, each.split('?')[0])));
  return file !== undefined && (anchor === '' || !contents.has(file) || anchorsOf(file).has(anchor));
}
