import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const command = fileURLToPath(new URL('../bin/attune.js', import.meta.url));

let root: string;
let before: string[];

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  await mkdir(join(root, 'run'));
  await writeFile(join(root, 'run', 'run.json'), '{}');
  await writeFile(join(root, 'file'), 'mine');
  await symlink('loop', join(root, 'loop'));
  vi.stubEnv('INIT_CWD', root);
  before = await allFiles();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const allFiles = async () => (await readdir(root, { recursive: true })).toSorted();

const long = 'n'.repeat(300);
const small = ['--arch', 'resnet20', '--image-size', '32', '--backend', 'cpu'];
/** Where nothing can be written, or be a folder. */
const unwritable = ['file/child', 'loop/child', long];

/** What writes to PATH, of a run that does not open: a refusal of the path comes before
 * the work. */
const writes: Readonly<Record<string, (path: string) => readonly string[]>> = {
  '--predictions': (path) => ['evaluate', 'run', 'colours', '--predictions', path],
  '--svg': (path) => ['summary', '--arch', 'resnet20', '--svg', path],
  '--html': (path) => ['data', 'colours', '--html', path],
  OUT: (path) => ['convert', 'run', `${path}.pth`],
  '--out of export': (path) => ['export', 'run', '--out', path],
  '--out of export --to tfjs': (path) => ['export', 'run', '--to', 'tfjs', '--out', path],
  '--out of explain': (path) => ['explain', 'run', 'colours/val/red', '--out', path],
  '--out of finetune': (path) => ['finetune', 'colours', ...small, '--out', path],
};

/** What reads from PATH. */
const reads: Readonly<Record<string, (path: string) => readonly string[]>> = {
  '--recipe': (path) => ['finetune', 'colours', ...small, '--out', 'new', '--recipe', path],
  'the name of a recipe': (path) => ['recipe', path],
  '--weights': (path) => ['finetune', 'colours', '--out', 'new', '--weights', path],
  '--resume': (path) => ['finetune', '--resume', path],
  'RUN of predict': (path) => ['predict', path, 'colours/val/red'],
  'IMAGE of predict': (path) => ['predict', 'run', path],
  'RUN of watch': (path) => ['watch', path],
  'RUN of report': (path) => ['report', path],
  'RUN of export': (path) => ['export', path],
  'RUN of compare': (path) => ['compare', path, path],
  'FILE of inspect': (path) => ['inspect', path],
  'DIR of data': (path) => ['data', path],
  '--reference': (path) => ['doctor', '--backend', 'cpu', '--weights', 'sample', '--reference', path],
};

async function refusal(words: readonly string[]): Promise<string> {
  const { code, stderr } = await runAttune(...words);
  expect(code, stderr).toBe(2);
  expect(stderr).not.toMatch(/\n\s+at |--debug/u);
  expect(await allFiles()).toEqual(before);
  return stderr;
}

describe('a path that cannot be written is refused with exit 2 before the work, and nothing is left there', () => {
  it.each(Object.entries(writes).flatMap(([flag, words]) => unwritable.map((path) => [flag, path, words] as const)))('%s %.20s', async (flag, path, words) => {
    const message = await refusal(words(path));
    if (flag !== '--out of finetune') expect(message).toContain(`${flag.split(' ')[0]} ${path}`);
    expect(message).toContain(path);
    expect(message).toMatch(/\(E[A-Z]+\)|is a file, not a folder/u);
  });

  it.each(['--predictions', '--svg', '--html', '--out of export'])('%s that is a folder', async (flag) => {
    expect(await refusal(writes[flag]!('colours'))).toMatch(/colours: it is a folder, not a file \(EISDIR\)\. Give another path/u);
  });
});

it('a path that cannot be written is refused before anything is opened', async () => {
  const path = 'no/such/folder';
  for (const words of [
    ['evaluate', 'nothing', 'colours', '--predictions', path],
    ['predict', 'nothing', 'colours/val/red', '--csv', path],
    ['clean', 'colours', '--run', 'nothing', '--csv', path],
    ['summary', 'nothing', '--svg', path],
  ])
    expect(await refusal(words)).toContain(path);
  expect(await refusal(['finetune', 'nothing', ...small, '--out', 'file/child'])).toContain('file/child');
});

describe('a path that cannot be read is refused with exit 2', () => {
  it.each(Object.entries(reads).flatMap(([what, words]) => [...unwritable, 'loop', 'colours/train/red'].map((path) => [what, path, words] as const)))(
    '%s %.20s',
    async (what, path, words) => {
      if (path === 'colours/train/red' && /IMAGE|DIR/u.test(what)) return;
      expect(await refusal(words(path))).toContain(path);
    },
  );
});

/** In a process of its own, as built: the page lies beside the built command. */
function attuneOutside(...words: string[]): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...words], (error, _, stderr) => resolve({ code: Number(error?.code ?? 0), stderr }));
  });
}

it('--port that another program has is refused with exit 2 and the way out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, stderr } = await attuneOutside('web', '--port', String(port));
  server.close();
  expect(stderr).toMatch(/EADDRINUSE.*--port/u);
  expect(code).toBe(2);
});

it.runIf(process.getuid?.() === 0)('what its owner alone may open is refused with exit 2 where another user asks', async () => {
  await chmod(root, 0o755);
  await chmod(join(root, 'run'), 0o700);
  const env = { ...process.env, INIT_CWD: root, HOME: root };
  const [nobody, options] = [65_534, { env, encoding: 'utf8' }] as const;
  for (const words of [
    ['summary', '--arch', 'resnet20', '--svg', 'new.svg'],
    ['recipe', 'run/run.json'],
    ['predict', 'run', 'colours/val/red'],
  ]) {
    const { status, stderr } = spawnSync(process.execPath, [command, ...words], { ...options, uid: nobody, gid: nobody });
    if (/Cannot find module|EACCES.*attune\.js/u.test(stderr)) return; // this checkout is its owner's alone
    expect(stderr).toMatch(/EACCES/u);
    expect(status, stderr).toBe(2);
  }
});
