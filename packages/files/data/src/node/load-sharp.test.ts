import { expect, it, vi } from 'vitest';

import { decodeImage } from './decode-image.ts';

vi.mock('sharp', () => {
  throw new Error("Cannot find package 'sharp' imported from /home/cook/program.js");
});

it('without sharp an image fails with the command that installs it, and PNM is decoded all the same', async () => {
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  await expect(decodeImage(gif)).rejects.toMatchObject({
    code: 'ATTUNE_MISSING_DECODER',
    message: expect.stringMatching(/^Images are decoded by sharp in Node, .*: npm install sharp$/u) as string,
  });
  const pnm = new TextEncoder().encode('P6 1 1 255\nabc');
  expect(await decodeImage(pnm)).toMatchObject({ width: 1, height: 1 });
});
