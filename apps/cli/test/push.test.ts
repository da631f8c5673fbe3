import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { open } from '@attune/classifier';
import { startBackend } from '@attune/backend';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

import { HubServer } from '../../../tools/testing/hub-server.ts';
import { runAttune } from './run-attune.ts';

const token = 'hf_a_secret_that_is_never_told';
const run = fileURLToPath(new URL('fixtures/run-of-the-command', import.meta.url));

let hub: HubServer;
let folder: string;
beforeAll(async () => {
  hub = await new HubServer().start();
  folder = await mkdtemp(join(tmpdir(), 'attune-push-'));
  vi.stubEnv('HF_ENDPOINT', hub.address);
  vi.stubEnv('TORCH_HOME', join(folder, 'torch'));
  vi.stubEnv('HF_TOKEN', '');
  await writeFile(join(folder, 'token'), `${token}\n`);
  await sharp({ create: { width: 40, height: 32, channels: 3, background: 'teal' } })
    .png()
    .toFile(join(folder, 'teal.png'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await hub.stop();
  await rm(folder, { recursive: true });
});

const frontMatter = (card: string) => parse(card.split('---\n')[1] ?? '') as Record<string, unknown>;

it('--dry-run prints the model card, whose front matter the Hub reads, and sends nothing', async () => {
  const { code, stdout } = await runAttune('push', run, 'me/emoji', '--dry-run', '--license', 'mit');
  expect(code).toBe(0);
  expect(frontMatter(stdout)).toMatchObject({
    library_name: 'attune',
    pipeline_tag: 'image-classification',
    license: 'mit',
    tags: ['attune', 'image-classification', 'resnet20', 'attention', 'identity'],
    metrics: ['accuracy'],
    'model-index': [{ name: 'emoji', results: [{ dataset: { type: 'imagefolder' }, metrics: [{ type: 'accuracy' }] }] }],
  });
  expect(stdout).toContain("await open('hub:me/emoji')");
  expect(stdout).toContain('Animals & Nature');
  expect(hub.requests).toEqual([]);
});

it('without a token says how to get one', async () => {
  const nameless = await runAttune('push', run, 'emoji');
  expect([nameless.code, nameless.stderr]).toEqual([2, expect.stringContaining('emoji is not the name of a repository: give OWNER/NAME')]);
  const { code, stderr } = await runAttune('push', run, 'me/emoji');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/HF_TOKEN holds no token.*settings\/tokens.*--token-file/su)]);
  expect(hub.requests).toEqual([]);
});

it('what was pushed is opened by its name, by the library and by the command, and gives what the run gives', async () => {
  const pushed = await runAttune('push', run, 'me/emoji', '--private', '--token-file', join(folder, 'token'), '--json');
  expect(pushed.code, pushed.stderr).toBe(0);
  expect(pushed.stdout + pushed.stderr).not.toContain(token);
  expect(JSON.parse(pushed.stdout)).toMatchObject({ url: `${hub.address}/me/emoji`, branch: 'main', isNew: true, pushed: true });
  expect([...hub.repositories.get('me/emoji')!.branches.get('main')!.keys()].toSorted()).toEqual([
    'README.md',
    'config.json',
    'model.safetensors',
    'recipe.yaml',
  ]);
  for (const name of ['README.md', 'config.json', 'recipe.yaml', 'model.safetensors'])
    expect(hub.file('me/emoji', name)!.toString('latin1'), name).not.toContain(run);
  await startBackend('wasm');
  const photo = join(folder, 'teal.png');
  const [here, there] = [await open(run), await open('hub:me/emoji')];
  const [own, hubs] = [await here.classify(photo), await there.classify(photo)];
  expect(hubs).toEqual(own);
  expect(here.classes).toContain(hubs.className);
  [here, there].forEach((classifier) => classifier.dispose());
  const predicted = await runAttune('predict', 'hub:me/emoji', photo, '--json', '--backend', 'wasm');
  expect((JSON.parse(predicted.stdout) as [{ top: [{ class: string }] }])[0].top[0].class).toBe(own.className);
});

it('a repository that exists is left alone but for --update', async () => {
  const refused = await runAttune('push', run, 'me/emoji', '--token-file', join(folder, 'token'));
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('choose another name, or add a commit to it (--update)')]);
  const updated = await runAttune('push', run, 'me/emoji', '--token-file', join(folder, 'token'), '--update', '--branch', 'next');
  expect([updated.code, updated.stdout]).toEqual([0, expect.stringContaining('try it: npm run -s attune -- predict hub:me/emoji@next IMAGE')]);
});
