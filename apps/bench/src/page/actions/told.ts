import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { patience } from '../opened-page.ts';
import { writeTold } from '../told-photos.ts';
import { pressGates } from './explore.ts';
import { type Round, chooseOther } from './round.ts';

/** Photos with several labels: told, trained and judged. */
export async function labels(round: Round): Promise<void> {
  const { page, answers, button } = round;
  await openTold(round, 'labels');
  for (const title of ['Add a label', 'Take a label away']) {
    await answers.press(page.locator('.grid .tile').first());
    await answers.press(page.getByLabel(title), (select) => select.selectOption({ index: 1 }));
    await answers.press(button('Undo'));
  }
  await answers.press(button('Remove reddish from all photos'));
  await answers.press(button('Undo'));
  await trainTold(round);
  await exploreTold(round);
}

export async function numbers(round: Round): Promise<void> {
  const { page, answers, button } = round;
  await openTold(round, 'numbers');
  await trainTold(round);
  await exploreTold(round);
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Photos' }));
  await answers.press(button('Remove blue from all photos'));
  await answers.press(button('Undo'));
}

async function openTold({ page, answers, button }: Round, kind: 'labels' | 'numbers'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-told-'));
  await writeTold(folder);
  await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
  await page.getByLabel('Choose a folder').and(page.locator('input')).setInputFiles(join(folder, kind));
  await answers.press(button('Replace the photos'));
  await page.getByText(/photos added/u).waitFor();
  await rm(folder, { recursive: true });
}

async function trainTold({ page, answers, button }: Round): Promise<void> {
  await answers.press(button('Start training'));
  await page.getByText('Training has finished.').waitFor(patience);
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Explore' }));
  await page.locator('.compare canvas').first().waitFor();
}

async function exploreTold(round: Round): Promise<void> {
  const { page, answers } = round;
  await pressGates(round);
  await page.getByRole('combobox', { name: 'Map', exact: true }).selectOption({ index: 0 }); // Grad-CAM, which has a label to be of
  await answers.press(page.getByLabel('Map of'), chooseOther);
  for (const help of await page.locator('main button.help').all()) await answers.press(help);
  await answers.press(page.locator('main select').first(), (select) => select.selectOption({ index: 0 }));
}
