import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { stripes, writeFiles } from '../test/support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, setEpochs } from '../test/support/served-page.ts';

const trainings = 20;
const trainingTimeout = 60_000;

describe.skipIf(!hasChromium)('a page that is open for long, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-endurance-'));
    await writeFiles(folder, await stripes({ classes: 2, each: 8, side: 32 }));
    served = await openServedPage();
    await gatherFolder(served.page, folder);
    await setEpochs(served.page, [1, 1, 1]);
    await openStep(served.page, 'Train');
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('holds no more memory after twenty trainings than after five', async () => {
    const held: number[] = [];
    for (let training = 0; training < trainings; training++) {
      await train(served.page);
      held.push(await memoryOfPage());
    }
    const [early, late] = [median(held.slice(4, 8)), median(held.slice(-4))];
    expect(late / early, held.map((bytes) => Math.round(bytes / 2 ** 20)).join(' MB, ')).toBeLessThan(1.1);
  }, 600_000);
});

async function train(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
}

/** What the page's own process holds, its worker and its shared memory included, in bytes: that of
 * the largest renderer among this program's processes. */
async function memoryOfPage(): Promise<number> {
  const sizes = await Promise.all((await descendants(process.pid)).filter(isRenderer).map(({ id }) => residentBytes(id)));
  return Math.max(...sizes);
}

interface Process {
  readonly id: number;
  readonly command: string;
}

async function descendants(parent: number): Promise<Process[]> {
  const ids = (await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8'))
    .split(' ')
    .filter((id) => id !== '')
    .map(Number);
  const children = await Promise.all(ids.map(async (id) => ({ id, command: await readFile(`/proc/${id}/cmdline`, 'utf8') })));
  return [...children, ...(await Promise.all(ids.map(descendants))).flat()];
}

function isRenderer({ command }: Process): boolean {
  return command.includes('--type=renderer');
}

async function residentBytes(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/u.exec(status)![1]) * 1024;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
