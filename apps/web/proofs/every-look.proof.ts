import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { dropFiles } from '../test/support/drop-files.ts';
import { lookAt } from '../test/support/look-at.ts';
import { writeAntsAndBees } from '../test/support/photo-folder.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, patience, saved, setEpochs, trainingTimeout } from '../test/support/served-page.ts';
import { writeSquares } from '../test/support/squares.ts';

const pack = process.env['ATTUNE_DATA'];
/** A folder for pictures of every state. */
const pictures = process.env['ATTUNE_PICTURES'];
const training = { timeout: trainingTimeout };

/** Every state that the page can be in, on every screen, in both themes and languages. */
describe.skipIf(!hasChromium || pack === undefined)('every look of the page, in Chromium', () => {
  let folder: string;
  let served: ServedPage;
  const look = async (state: string) => expect.soft(await lookAt(served.page, state, pictures)).toEqual([]);
  const button = (name: string | RegExp) => served.page.getByRole('button', { name, exact: typeof name === 'string' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-looks-'));
    await writeAntsAndBees(join(folder, 'photos'), pack!, { train: 12, validation: 8 });
    await writeSquares(folder);
    served = await openServedPage({ flags: ['--hub', 'http://127.0.0.1:9'] });
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('empty, at every place', async () => {
    await look('01-empty');
    for (const place of ['Explore', 'Export']) {
      await openStep(served.page, place);
      await look(`02-empty-${place.toLowerCase()}`);
    }
    await openStep(served.page, 'Photos');
  });

  it('files that are of no use, and a class without photos', async () => {
    const { page } = served;
    await cp(join(folder, 'photos/train/ants'), join(folder, 'one/ants'), { recursive: true });
    await writeFile(join(folder, 'one/ants/torn.jpg'), 'no photo');
    await writeFile(join(folder, 'one/ants/notes.txt'), 'notes');
    await gatherFolder(page, join(folder, 'one'));
    await page.getByLabel('New class').fill('moths');
    await button('Add class').click();
    await page.getByRole('region', { name: 'moths', exact: true }).waitFor();
    await look('03-one-class');
  });

  it('the camera', async () => {
    const card = served.page.getByRole('region', { name: 'moths', exact: true });
    await card.getByRole('button', { name: 'Camera', exact: true }).click();
    await expect.poll(() => card.getByRole('button', { name: 'Hold to take photos' }).isEnabled(), patience).toBe(true);
    await look('04-camera');
    await card.getByRole('button', { name: 'Camera', exact: true }).click();
    await button('Remove class moths').click();
  });

  it('photos of two classes, some of them selected', async () => {
    const { page } = served;
    await gatherFolder(page, join(folder, 'photos'));
    await look('05-photos');
    for (const place of [0, 1]) await page.locator('.grid .tile').nth(place).click();
    await page.getByLabel('Move to').waitFor();
    await look('06-selected');
    await page.locator('.selection').getByRole('button', { name: 'Select none' }).click();
  });

  it('a choice that cannot be had', async () => {
    const { page } = served;
    await page.getByRole('radio', { name: /^Balanced/u }).click();
    await page.locator('.notice[role=alert]').waitFor();
    await look('07-fault');
    await page.locator('.notice').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('radio', { name: /^Quick/u }).click();
  });

  it('the drawer of all choices', async () => {
    await openStep(served.page, 'Model');
    await served.page.getByRole('region', { name: 'Recipe' }).and(served.page.locator('[aria-busy=false]')).waitFor();
    await look('08-drawer');
    for (const help of await served.page.locator('[role=dialog] button.help').all()) await help.click();
    await look('09-drawer-help');
    await setEpochs(served.page, [60, 30, 30]);
    await openStep(served.page, 'Train');
  });

  it('a training, and one that is paused', async () => {
    const { page } = served;
    await button('Start training').click();
    await page.locator('.watched canvas').first().waitFor(training);
    await look('10-training');
    if (await button('Pause').isVisible()) {
      await button('Pause').click();
      await page.getByText(/^Paused\./u).waitFor();
      await look('11-paused');
    }
  });

  it('what came of it', async () => {
    const { page } = served;
    await setEpochs(page, [12, 3, 3]);
    await openStep(page, 'Train');
    await button('Start training').click();
    await page.getByText('Training has finished.').waitFor(training);
    await page.getByText(/^\d+ of \d+ right$/u).waitFor(patience);
    await look('12-finished');
    await page.locator('summary', { hasText: 'Other engines' }).click();
    await page.locator('summary', { hasText: 'Loss' }).click();
    await look('13-engines-and-loss');
  });

  it('a photo that is tried, one that cannot be read, and the camera', async () => {
    const { page } = served;
    await openStep(page, 'Try it');
    const [bee] = await readdir(join(folder, 'photos/val/bees'));
    await dropFiles(page, page.locator('.card.try'), [join(folder, 'photos/val/bees', bee!)]);
    await page.locator('.trial canvas').first().waitFor(patience);
    await look('14-tried');
    await button('Live camera').click();
    await page.locator('.try canvas.overlay').first().waitFor();
    await look('15-live');
    await button('Close the camera').click();
  });

  it('Explore, with a cell of the confusion matrix and labels that look wrong', async () => {
    const { page } = served;
    await openStep(page, 'Explore');
    await page.locator('.compare canvas').first().waitFor();
    await page.locator('.looked[aria-busy=false]').waitFor();
    await look('16-explore');
    await button('Look for wrong labels').click();
    await page.getByText(/labels? looks? wrong\./u).waitFor(training);
    for (const help of await page.locator('main button.help').all()) await help.click();
    await page.locator('.confusion button:not(:disabled)').first().click();
    await look('17-explore-more');
  });

  it('Export, with a file that is saved and its next step', async () => {
    const { page } = served;
    await openStep(page, 'Export');
    await page.locator('.formats').waitFor();
    await saved(page, 'Save: Model, .onnx', folder);
    for (const summary of await page.locator('.snippet summary').all()) await summary.click();
    await look('18-export');
  });

  it('a project that is about to be opened', async () => {
    const { page } = served;
    await page.locator('input[accept=".zip"]').setInputFiles({ name: 'project.zip', mimeType: 'application/zip', buffer: Buffer.from('none') });
    await page.getByRole('dialog').waitFor();
    await look('19-dialog');
    await button('Cancel').click();
  });

  it.each(['labels', 'numbers'])('photos with %s: told, trained and judged', async (kind) => {
    const { page } = served;
    await openStep(page, 'Photos');
    await dropFiles(page, page.locator('header.top'), [join(folder, kind)]);
    await button('Replace the photos').click(patience);
    await page.getByText(/photos added/u).waitFor(patience);
    await look(`20-${kind}`);
    await setEpochs(page, [12, 0, 0]);
    await openStep(page, 'Train');
    await button('Start training').click();
    await page.getByText('Training has finished.').waitFor(training);
    await page.getByText(kind === 'labels' ? /^F1 /u : /^Off by /u).waitFor(patience);
    await look(`21-${kind}-trained`);
    await openStep(page, 'Explore');
    await page.locator('.looked[aria-busy=false]').waitFor(patience);
    await look(`22-${kind}-explore`);
  });
});
