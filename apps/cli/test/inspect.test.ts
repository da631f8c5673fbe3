import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeSafetensors } from '@attune/checkpoint';
import { stateShapes } from '@attune/zoo';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

/** 3 × 2 pixels of one red. */
const redPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEElEQVQI12M4wSUHQQxwFgA8UAWh/KurqQAAAABJRU5ErkJggg==',
  'base64',
);
const checkpoint = writeSafetensors(new Map([['fc.weight', { dtype: 'F32', shape: [1, 2], data: Float32Array.of(1, 2) }]]));

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  vi.stubEnv('INIT_CWD', root);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

async function inspected(name: string, contents: Uint8Array | string): Promise<{ readonly code: number; readonly json: unknown; readonly stderr: string }> {
  await writeFile(join(root, name), contents);
  const { code, stdout, stderr } = await runAttune('inspect', name, '--json');
  return { code, json: stdout === '' ? null : JSON.parse(stdout), stderr };
}

describe('inspect goes by what is in a file', () => {
  it.each(['photo', 'photo.dat', 'photo.safetensors', 'photo.pth'])('an image that is called %s', async (name) => {
    expect(await inspected(name, redPng)).toEqual({ code: 0, json: { width: 3, height: 2, mean: [200, 10, 30] }, stderr: '' });
  });

  it.each(['weights', 'weights.jpg', 'weights.png'])('a checkpoint that is called %s', async (name) => {
    const { code, json } = await inspected(name, checkpoint);
    expect({ code, json }).toMatchObject({ code: 0, json: { format: 'safetensors', tensors: [{ name: 'fc.weight', shape: [1, 2], sum: 3 }] } });
  });

  it.each(['notes', 'notes.jpg', 'notes.pth'])('a file called %s that is neither is refused in a line that says what it is not', async (name) => {
    const { code, json, stderr } = await inspected(name, 'two words');
    expect({ code, json }).toEqual({ code: 2, json: null });
    expect(stderr).toMatch(new RegExp(`${name}: it is neither safetensors nor .*As an image .*it is not an image \\(it starts with "two words"\\)`, 'u'));
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a broken image stays an image, a broken checkpoint a checkpoint', async () => {
    expect(await inspected('cut.dat', redPng.subarray(0, 50))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cut\.dat cannot be decoded/u) as string,
    });
    const { code, stderr } = await inspected('cut.jpg', checkpoint.subarray(0, checkpoint.length - 4));
    expect(code).toBe(2);
    expect(stderr).toMatch(/cut\.jpg: /u);
    expect(stderr).not.toMatch(/image/u);
  });
});

it('weights that were quantised are said not to load, and why, with --arch and without', async () => {
  const int8 = stateShapes('resnet20', 10).map(({ name, shape }) => {
    const elements = shape.reduce((count, size) => count * size, 1);
    const isKernel = shape.length === 4;
    return [
      name,
      isKernel ? { dtype: 'I8' as const, shape, data: new Int8Array(elements) } : { dtype: 'F32' as const, shape, data: new Float32Array(elements) },
    ] as const;
  });
  const { code, json } = await inspected('int8.safetensors', writeSafetensors(new Map(int8)));
  const why = expect.stringMatching(/conv1\.weight.* and 16 more are int8, and weights are floating point.*dequantize\(\)/u) as string;
  expect({ code, json }).toMatchObject({ code: 0, json: { architecture: 'resnet20', refused: why } });
  const { stdout } = await runAttune('inspect', 'int8.safetensors', '--arch', 'resnet20', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ plan: { fits: false, hints: [why] } });
});
