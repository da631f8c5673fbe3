import { patience, scoreOf } from '../opened-page.ts';
import { type Round, enter } from './round.ts';

export async function emptyPage({ page, answers, button }: Round): Promise<void> {
  await answers.press(page.locator('a.skip'), (link) => link.press('Enter'));
  await answers.press(page.getByRole('slider', { name: 'Before and after' }), (slider) => slider.press('ArrowRight'));
  await answers.press(page.getByLabel('Name of Class 1'), async (field) => {
    await field.fill('m');
    await field.fill('');
  });
  for (const [label, value] of [
    ['Theme', 'dark'],
    ['Theme', 'light'],
    ['Language', 'zh-CN'],
  ] as const)
    await answers.press(page.getByLabel(label), (select) => select.selectOption(value));
  await answers.press(page.locator('.settings select').nth(1), (select) => select.selectOption('en'));
  for (const name of ['Train', 'Try it', 'Explore', 'Export', 'Photos']) await answers.press(page.getByRole('navigation').getByRole('button', { name }));
  for (const name of [/^Choose a folder/u, /^Add photos/u, 'Open a trained run (.zip)']) await answers.press(button(name));
  await answers.press(page.getByLabel('New class'), (field) => field.fill('moths'));
  await answers.press(button('Add class'));
  await answers.press(page.getByLabel('Name of moths'), (field) => enter(field, 'moths'));
  await answers.press(button('Add photos to moths'));
  await answers.press(button('Go without moths'));
  await answers.press(button('Undo'));
  await answers.press(button('Close'));
  await answers.press(button('Remove class moths'));
  await answers.press(button('Close'));
  await answers.press(button('Camera'));
  await page.locator('video').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(1500);
  await answers.press(button('Hold to take photos'), (hold) => hold.click({ delay: 1500 }));
  await button(/^Remove class/u).waitFor();
  await answers.press(page.getByRole('radio', { name: /best for these photos/u }));
  await page.locator('.notice[role=alert]', { hasText: 'cannot be reached' }).waitFor();
  await answers.press(button('Close'));
  await answers.press(page.getByRole('radio', { name: /^Quick/u }));
}

export async function training({ page, answers, button }: Round): Promise<void> {
  await answers.press(button(/^Remove class/u));
  await answers.press(button('Try with sample photos'));
  await page.locator('.watched canvas').first().waitFor();
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Explore' }));
  await answers.press(page.getByRole('navigation').getByRole('button', { name: /^Train/u }));
  await answers.press(page.locator('summary', { hasText: 'Loss' }));
  for (const name of ['What is Accuracy?', 'What is Loss?']) await answers.press(button(name));
  await answers.press(button('Select all'));
  await answers.press(button('Select none'));
  await answers.press(button('Pause'));
  await page.getByText(/^Paused\./u).waitFor();
  await answers.press(button('Resume'));
  await page.getByText(/epoch \d+ of/u).waitFor();
  await answers.press(button('Stop'));
  await page.getByText(/^Stopped\./u).waitFor();
  await answers.press(button('Start training'));
  await page.getByText('Training has finished.').waitFor(patience);
  await scoreOf(page);
  await page
    .getByRole('radio', { name: /Thorough/u })
    .getByText(/about/u)
    .waitFor();
}

export async function photos({ page, answers, button }: Round): Promise<void> {
  const tile = page.locator('.grid .tile');
  await answers.press(tile);
  await answers.press(page.getByLabel('Move to'), (select) => select.selectOption('palm'));
  await answers.press(button('Undo'));
  await answers.press(tile);
  await answers.press(button('Remove'));
  await answers.press(button('Undo'));
  await answers.press(button(/^Remove class/u));
  await answers.press(button('Undo'));
  await answers.press(page.getByLabel(/^Name of/u), async (field) => {
    await field.fill('hand');
    await field.press('Enter');
  });
  await answers.press(button('Undo'));
  for (const name of ['palm', 'peace']) await answers.press(page.getByLabel(`Name of ${name}`), (field) => enter(field, name));
  for (const name of ['palm', 'peace']) {
    await answers.press(button(`Remove class ${name}`));
    await answers.press(button('Undo'));
    await button(`Remove class ${name}`).waitFor();
  }
  await answers.press(page.locator('summary', { hasText: 'Other engines' }));
  await answers.pressButtons(page.locator('.offers button'));
  await answers.press(page.locator('.offers button', { hasText: 'WebAssembly' }));
  for (const name of [/^Balanced/u, /^Thorough/u]) {
    await answers.press(page.getByRole('radio', { name }));
    const fault = page.locator('.notice[role=alert]', { hasText: 'cannot be reached' });
    await fault.waitFor();
    await answers.press(fault.locator('summary'));
    await answers.press(button('Try again'));
    await fault.waitFor();
    await answers.press(button('Close'));
  }
}

export async function trying({ page, answers, button }: Round): Promise<void> {
  await answers.press(button('Choose photos'));
  await answers.press(button('Live camera'));
  await page.locator('.try canvas.overlay').first().waitFor();
  await answers.press(button('Close the camera'));
  await answers.press(button('Take it with you'));
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Try it' }));
  await answers.press(button('See where it looks'));
}
