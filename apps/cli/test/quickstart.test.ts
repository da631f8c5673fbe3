import { rm } from 'node:fs/promises';

import { afterAll, beforeAll, it } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { expectQuickstartLearns } from './quickstart-learns.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
});

afterAll(() => rm(root, { recursive: true }));

it('quickstart learns in four epochs more than to look pictures up: on a style never seen it beats the nearest pixels and twice chance', async () => {
  await expectQuickstartLearns(root, '--epochs', '1,2,1');
});
