import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { directoryBytes } from '../../../tools/release/directory-bytes.mjs';
import { installScripts, installFrom, publishHere, publishNext } from '../../../tools/release/packed.mjs';
import { titleOf } from '../../../tools/release/consumers/title-of.mjs';
import { blocksOf, drawPhotos, importsOf, runProgram } from '../../../tools/release/programs.mjs';
import { tarballFaults } from '../../../tools/release/tarball-faults.mjs';
import { chromiumFlags, hasChromium } from '../../../tools/testing/chromium.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const shelves = readdirSync(join(root, 'packages')).map((shelf) => `packages/${shelf}`);
const folders = [...shelves.flatMap((shelf) => readdirSync(join(root, shelf)).map((name) => `${shelf}/${name}`)), 'apps/cli'];
const readmes = folders.filter((folder) => existsSync(join(root, folder, 'README.md'))).map((folder) => `${folder}/README.md`);
const snippets = readdirSync(join(root, 'site/snippets')).map((name) => `site/snippets/${name}`);
const pages = ['site/guide', 'site/zh/guide'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => read(`${folder}/${name}`)));
const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));

/** What pages of the site say that a snippet prints. */
function printedOnPages(path: string): string[] {
  const shown = `<<< @/${path.slice('site/'.length)}`;
  return pages.flatMap((page) => {
    const [, behind] = page.split(`${shown}\n`);
    const printed = behind === undefined ? undefined : /^\n```text\n(?<text>.*?)^```$/msu.exec(behind);
    return printed?.index === 0 ? [printed.groups!['text']!] : [];
  });
}

/** What a README says is to be installed. */
function installLine(markdown: string): string[] {
  return /^npm (?:i|install) (.*)$/mu.exec(markdown)?.[1]?.split(' ') ?? [];
}

/** Knows in `names` what a run takes photos for; both as they stand in a program. */
function openingProgram(model: string, photos: readonly string[]): string {
  return `import { open, startBackend } from 'attune/browser';
await startBackend('wasm');
const classifier = await open(${model});
const names = (await classifier.classify([${photos.join(', ')}])).map(({ className }) => className).join(' ');
`;
}

function viteProgram(): string {
  return createRequire(join(root, 'apps/web/package.json')).resolve('vite/package.json').replace('package.json', 'bin/vite.js');
}

describe('a README of a package', () => {
  it.each(readmes)('%s has a line that installs all that its programs import, and a program with what it prints', (path) => {
    const installed = installLine(read(path));
    const programs = blocksOf(read(path)).filter(({ printed }) => printed !== null);
    expect(programs.length).toBeGreaterThan(0);
    for (const { program } of programs) expect(installed).toEqual(expect.arrayContaining(importsOf(program)));
  });
});

describe('an example', () => {
  it.each(examples)('%s is at most 40 lines', (name) => {
    expect(read(`examples/${name}`).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });
});

describe('what would be published, from a registry of this machine', () => {
  let published: Awaited<ReturnType<typeof publishHere>>;
  let home: string;

  beforeAll(async () => {
    published = await publishHere();
    home = installFrom(published, 'home', ['attune']).home;
  });
  afterAll(() => published?.close());

  /** A run of cats and dogs, trained when it is first asked for. */
  let run: string | null = null;
  const trainedRun = (): string => {
    if (run !== null) return run;
    drawPhotos(join(home, 'photos'));
    const words = ['--weights', 'sample', '--image-size', '32', '--recipe', 'three-stage-small', '--epochs', '4,2,1', '--batch-size', '8', '--augment', 'none'];
    run = join(home, 'run');
    attune('finetune', join(home, 'photos'), ...words, '--no-report', '--quiet', '--out', run);
    return run;
  };

  const attune = (...words: string[]) =>
    execFileSync(process.execPath, [join(home, 'node_modules/attune/bin/attune.js'), ...words], { cwd: home, encoding: 'utf8' });

  it('is version 0.1.0, and takes at most 150 MB with all that it needs, of which nothing runs when it is installed', () => {
    expect(attune('--version').trim()).toBe('0.1.0');
    expect(installScripts(join(home, 'node_modules'))).toEqual([]);
    expect(directoryBytes(join(home, 'node_modules'))).toBeLessThanOrEqual(150 * 2 ** 20);
  });

  it('has its changelog, its licence notices and the PyTorch classes', () => {
    const files = readdirSync(join(home, 'node_modules/attune'), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['CHANGELOG.md', 'README.md', join('dist', 'page', 'third-party.txt')]));
    expect(readdirSync(join(home, 'node_modules/@attune/export/pytorch'))).toContain('attune_cbam.py');
  });

  it('is clean by publint and by are-the-types-wrong, tarball by tarball', async () => {
    const faults = [];
    for (const tarball of published.tarballs) faults.push(...(await tarballFaults(tarball)));
    expect(faults).toEqual([]);
  });

  it('runs the command where it is installed', () => {
    expect(JSON.parse(attune('inspect', 'sample', '--json'))).toMatchObject({ architecture: 'resnet20' });
  });

  it.each(readmes)('prints what %s says', async (path) => {
    installGradients();
    for (const [index, { program, printed }] of blocksOf(read(path)).entries()) {
      if (printed === null) continue;
      expect(await runProgram(home, `${path.replaceAll('/', '-')}-${index}`, program)).toEqual({ code: 0, stdout: printed, stderr: '' });
    }
  });

  it.each(examples)('passes example %s', async (name) => {
    expect(await runProgram(home, `example-${name}`, read(`examples/${name}`))).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(snippets)('prints what the site says of %s', async (path) => {
    const { code, stdout, stderr } = await runProgram(home, path.replaceAll('/', '-'), read(path));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const printed of printedOnPages(path)) expect(stdout).toBe(printed);
  });

  it.skipIf(!hasChromium)('passes the example of a page: Vite finds all files by itself, and Chromium trains', async () => {
    const folder = join(home, 'page');
    cpSync(join(root, 'examples/09-page'), folder, { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [viteProgram(), 'build', folder, '--logLevel', 'warn'], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(await titleOf(join(folder, 'dist'), { flags: chromiumFlags })).toBe('accuracy 1');
  });

  it('opens a run in Node, and names a photo, in three lines', async () => {
    const program = openingProgram(
      JSON.stringify(trainedRun()),
      ['cats', 'dogs'].map((name) => `'photos/${name}/5.ppm'`),
    ).replace('/browser', '');
    expect(await runProgram(home, 'open', `${program}console.log(names);`)).toEqual({ code: 0, stdout: 'cats dogs\n', stderr: '' });
  });

  it.skipIf(!hasChromium)('opens a run in a page of Vite, and names a photo, in three lines', async () => {
    const folder = join(home, 'open-page');
    mkdirSync(join(folder, 'public'), { recursive: true });
    cpSync(join(trainedRun(), 'model.safetensors'), join(folder, 'public/model.safetensors'));
    for (const name of ['cats', 'dogs']) {
      const pixels = readFileSync(join(home, `photos/${name}/5.ppm`)).subarray(-72 * 72 * 3);
      await sharp(pixels, { raw: { width: 72, height: 72, channels: 3 } })
        .png()
        .toFile(join(folder, `public/${name}.png`)); // what a browser decodes
    }
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><meta charset="utf-8"><title>training …</title><script type="module" src="./main.ts"></script>\n',
    );
    const photos = ['cats', 'dogs'].map((name) => `await (await fetch('${name}.png')).blob()`);
    writeFileSync(join(folder, 'main.ts'), `${openingProgram("new URL('model.safetensors', location.href).href", photos)}document.title = names;`);
    // Of warnings, Vite's about chunks over 500 kB is a matter of taste: formats of
    // every kind are read.
    const { status, stderr } = spawnSync(process.execPath, [viteProgram(), 'build', folder, '--logLevel', 'error'], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(await titleOf(join(folder, 'dist'), { flags: chromiumFlags })).toBe('cats dogs');
  });

  it('is published again under the next version, which an update takes', async () => {
    await publishNext(published);
    published.npm(['update', 'attune', '--no-audit', '--no-fund'], home);
    expect(attune('--version').trim()).toBe('0.1.1');
    expect(JSON.parse(attune('inspect', 'sample', '--json'))).toMatchObject({ architecture: 'resnet20' });
  });

  /** A program that starts kernels without `@attune/backend` registers gradients by tfjs-layers. */
  function installGradients(): void {
    if (existsSync(join(home, 'node_modules/@tensorflow/tfjs-layers'))) return;
    published.npm(['install', '@tensorflow/tfjs-layers', '--no-audit', '--no-fund'], home);
  }
});
