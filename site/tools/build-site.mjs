// Builds the site into .vitepress/dist: guides, the reference of every public symbol, and the page
// as a playground. Ends with 1 where a link leads nowhere. Any host of static files serves it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const site = fileURLToPath(new URL('..', import.meta.url));
const output = join(site, '.vitepress/dist');
const require = createRequire(import.meta.url);
const program = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

run(program('vitepress', 'bin/vitepress.js'), 'build', site);
run(program('typedoc', 'bin/typedoc'), '--options', join(site, 'typedoc.json'), '--out', join(output, 'reference'));
const page = join(site, '../apps/cli/dist/page');
if (!existsSync(page)) throw new Error('The page is not built: run npm run -s page first.');
cpSync(page, join(output, 'playground'), { recursive: true });
const dead = deadLinks();
for (const link of dead) console.error(link);
process.exitCode = dead.length > 0 ? 1 : 0;

function run(...words) {
  execFileSync(process.execPath, words, { cwd: site, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Links and sources of the built guides that lead to no file. */
function deadLinks() {
  const pages = readdirSync(output, { recursive: true }).filter((file) => file.endsWith('.html') && !/^(?:reference|playground)/u.test(file));
  return pages.flatMap((file) => {
    const links = [...readFileSync(join(output, file), 'utf8').matchAll(/(?:href|src)="(?<link>\/[^"#?]*)/gu)].map(({ groups }) => groups.link);
    return links.filter((link) => !existsAt(decodeURI(link))).map((link) => `${file}: nothing at ${link}`);
  });
}

function existsAt(link) {
  return [link, `${link}.html`, `${link}index.html`].some((path) => existsSync(join(output, path)) && /\.\w+$/u.test(path));
}
