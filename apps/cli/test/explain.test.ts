import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
let run: string;
let image: string;

beforeAll(async () => {
  root = await temporaryFolder();
  [run, image] = [join(root, 'run'), join(root, 'colours/val/red/0.ppm')];
  await writeColourFolder(join(root, 'colours'));
  const words = ['--arch', 'resnet20', '--image-size', '32', '--batch-size', '8', '--epochs', '1,0,0', '--out', run, '--json'];
  expect((await runAttune('finetune', join(root, 'colours'), ...words)).code).toBe(0);
});

afterAll(() => rm(root, { recursive: true }));

describe('explain', () => {
  it('writes a PNG for the image, for each attention block and for each method, and a page that shows them all', async () => {
    const out = join(root, 'explained');
    const { code, stdout } = await runAttune('explain', run, image, '--methods', 'cbam,gradcam,occlusion', '--out', out, '--json');
    expect(code).toBe(0);
    const [{ path, files }] = JSON.parse(stdout) as [{ path: string; files: string[] }];
    expect(path).toBe(image);
    const names = files.map((file) => basename(file));
    expect(names).toHaveLength(1 + 9 + 1 + 1 + 1);
    expect(names).toEqual(expect.arrayContaining(['1-0-image.png', '1-0-cbam-layer1.0.png', '1-0-gradcam.png', '1-0-occlusion.png', 'index.html']));
    for (const file of files.filter((name) => name.endsWith('.png'))) {
      const header = await readFile(file);
      expect(header.subarray(1, 4).toString()).toBe('PNG');
      expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([224, 224]);
    }
    const page = await readFile(files.at(-1)!, 'utf8');
    for (const name of names.slice(0, -1)) expect(page).toContain(`src="${name}"`);
    expect(page).not.toMatch(/https?:/u);
  });

  it('--stages adds the attention of each stage, block by block', async () => {
    const { code, stdout } = await runAttune('explain', run, image, '--methods', 'gradcam', '--stages', '--out', join(root, 'stages'), '--json');
    expect(code).toBe(0);
    const [{ files }] = JSON.parse(stdout) as [{ files: string[] }];
    expect(files.map((file) => basename(file))).toContain('1-0-1-head-cbam-layer3.2.png');
    expect(files).toHaveLength(1 + 1 + 9 + 1);
  });

  it('a method, a class and a layer that are not there are refused, and what there is is named', async () => {
    const method = await runAttune('explain', run, image, '--methods', 'saliency', '--out', join(root, 'a'));
    expect(method).toMatchObject({ code: 2, stderr: expect.stringContaining('choose from cbam, gradcam, gradcam++, occlusion') as string });
    const wanted = await runAttune('explain', run, image, '--class', 'green', '--out', join(root, 'b'));
    expect(wanted).toMatchObject({ code: 2, stderr: expect.stringContaining('choose one of blue, red') as string });
    const layer = await runAttune('explain', run, image, '--layer', 'layer7', '--out', join(root, 'c'));
    expect(layer).toMatchObject({ code: 2, stderr: expect.stringContaining('layer3') as string });
  });
});
