import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundlersOf } from '../../../tools/release/consumers/bundlers.mjs';
import { titleOf } from '../../../tools/release/consumers/title-of.mjs';
import { installToolbox, programsIn, versionsIn } from '../../../tools/release/consumers/toolbox.mjs';
import { directoryBytes } from '../../../tools/release/directory-bytes.mjs';
import { installFrom, publishHere } from '../../../tools/release/packed.mjs';
import { chromiumFlags, hasChromium } from '../../../tools/testing/chromium.ts';
import { keepSeen, seenBefore } from './seen.ts';

const sources = fileURLToPath(new URL('../../../tools/release/consumers/programs', import.meta.url));

/** A part of them can be run alone (`-t rollup`). Next: a proof of its own. */
const seen = seenBefore();

let published: Awaited<ReturnType<typeof publishHere>>;
let toolbox: string;
let home: string;
let folder: string;
let bundlers: ReturnType<typeof bundlersOf>;
let programs: ReturnType<typeof programsIn>;

beforeAll(async () => {
  toolbox = installToolbox();
  bundlers = bundlersOf(toolbox);
  programs = programsIn(toolbox);
  published = await publishHere();
  // The first installation warms the registry's storage; the second begins with an empty cache.
  installFrom(published, 'warm', ['attune']);
  const installed = installFrom(published, 'home', ['attune'], { cache: 'empty' });
  home = installed.home;
  seen['npm install attune'] = { seconds: Math.round(installed.seconds), megabytes: Math.round(directoryBytes(join(home, 'node_modules')) / 2 ** 20) };
  folder = join(home, 'programs');
  cpSync(sources, folder, { recursive: true });
}, 600_000);

afterAll(() => {
  published?.close();
  keepSeen(seen, versionsIn(toolbox));
});

/** Runs a program in the consumer's folder, or a folder of it. */
function run(command: string, words: readonly string[], cwd = folder): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(command, [...words], { cwd, encoding: 'utf8', timeout: 240_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

async function told(name: string, command: string, words: readonly string[], cwd?: string): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(command, words, cwd);
  const said = stderr.split('\n').filter((line) => line !== '' && !line.includes('XDG_RUNTIME_DIR')); // Deno's own WebGPU, without a desktop
  expect({ name, code, said }).toEqual({ name, code: 0, said: [] });
  return (seen[name] = JSON.parse(stdout) as Record<string, unknown>);
}

it('npx attune quickstart, from an empty folder and an empty cache: at most 150 MB and 30 s, and help in 0.2 s', async () => {
  const place = join(published.folder, 'nowhere');
  mkdirSync(place);
  const npx = (...words: readonly string[]) => published.npm(['exec', '--yes', '--', 'attune', ...words], place, { cache: 'npx' });
  const started = performance.now();
  expect(npx('--version').trim()).toBe('0.1.0');
  const seconds = (performance.now() - started) / 1000;
  const megabytes = directoryBytes(join(published.folder, 'npx', '_npx')) / 2 ** 20;
  const help = await quickest(5, () => run(process.execPath, [join(home, 'node_modules/attune/bin/attune.js'), '--help']));
  const said = npx('quickstart');
  seen['npx attune'] = {
    seconds: Math.round(seconds),
    megabytes: Math.round(megabytes),
    helpSeconds: Number(help.toFixed(2)),
    accuracy: /: (?<share>[\d.]+ ?%) right/u.exec(said)?.groups?.['share'],
  };
  expect(said).toContain('npx attune ');
  expect(megabytes).toBeLessThanOrEqual(150);
  expect(seconds).toBeLessThanOrEqual(30);
  expect(help).toBeLessThanOrEqual(0.2);
});

/** Seconds of the quickest of several runs. */
async function quickest(times: number, work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    await work();
    least = Math.min(least, (performance.now() - started) / 1000);
  }
  return least;
}

describe.each(['vite', 'webpack', 'esbuild', 'rollup'] as const)('%s', (name) => {
  it.skipIf(!hasChromium)('builds a page without a warning of ours, which trains with wasm in Chromium', async () => {
    const { file, warnings } = await bundlers[name].page(folder, join(folder, `page-${name}`));
    expect(ours(warnings)).toEqual([]);
    if (!file.endsWith('.html')) writePage(join(folder, `page-${name}`), file);
    const title = await titleOf(join(folder, `page-${name}`), { flags: chromiumFlags });
    expect((seen[`${name}, page`] = title)).toBe('done: wasm, accuracy 1');
  });

  it('builds a server without a warning of ours, which Node runs with native kernels and with wasm', async () => {
    const { file, warnings } = await bundlers[name].server(folder, join(folder, `server-${name}`));
    expect(ours(warnings)).toEqual([]);
    expect(await told(`${name}, server`, process.execPath, [file, 'native'])).toMatchObject({ backend: 'native', accuracy: 1, width: 1 });
    expect(await told(`${name}, server with wasm`, process.execPath, [file, 'wasm'])).toMatchObject({ backend: 'wasm', accuracy: 1, width: 1 });
  });
});

/** A runtime's program, and the words before a file that it runs. */
const own = (name: string) => (name === 'node20' ? process.execPath : programs[name as keyof typeof programs]);
const before = (name: string) => (name === 'deno' ? ['run', '-A'] : []);

describe('a runtime, from what npm installs', () => {
  it.each(['node20', 'node22', 'node24', 'bun', 'deno'])('%s starts wasm, on threads, and trains', async (name) => {
    expect(await told(`${name}, wasm`, own(name), [...before(name), 'server.js', 'wasm'])).toMatchObject({ backend: 'wasm', accuracy: 1, width: 1 });
  });

  it.each([
    ['node20', 'native'],
    ['node22', 'native'],
    ['node24', 'native'],
    ['bun', 'wasm'], // ends the process when an addon starts a thread
    ['deno', 'native'],
  ])('%s takes %s by itself', async (name, backend) => {
    expect(await told(`${name}, auto`, own(name), [...before(name), 'server.js'])).toMatchObject({ backend, accuracy: 1 });
  });

  it.each(['node22', 'node24'])('%s requires the ES module from CommonJS', async (name) => {
    const { code, stdout } = await run(own(name), ['common.cjs']);
    expect([code, (seen[`${name}, require`] = JSON.parse(stdout))]).toMatchObject([0, { backend: 'wasm' }]);
  });
});

describe.each(['typescript59', 'typescript6'] as const)('%s', (name) => {
  it.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('checks a program and all types that it draws in, with module %s and resolution %s: what is left is not of ours', async (module, resolution) => {
    const words = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable'];
    const { stdout } = await run(process.execPath, [programs[name], ...words, '--module', module, '--moduleResolution', resolution, 'types.ts']);
    const faults = stdout.split('\n').filter((line) => line.includes('error TS'));
    seen[`${name}, ${resolution}`] = countByPackage(faults);
    expect(faults.filter((line) => /node_modules\/(?:@attune|attune)\/|^types\.ts/u.test(line))).toEqual([]);
  });
});

/** How many faults are in whose types. */
function countByPackage(faults: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const fault of faults) {
    const name = /node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//u.exec(fault)?.groups?.['name'] ?? 'the program';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Warnings but those of packages of others, which are about their own comments and cycles. */
function ours(warnings: readonly string[]): string[] {
  return warnings.filter((warning) => /@attune\/|node_modules\/attune\/|tfjs-(?:backend|node)|webgpu/u.test(warning));
}

function writePage(place: string, file: string): void {
  const tag = `<script type="module" src="./${file}"></script>`;
  writeFileSync(join(place, 'index.html'), `<!doctype html><meta charset="utf-8" /><title>training …</title>${tag}\n`);
}
