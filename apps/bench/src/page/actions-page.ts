import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { type AnswerTimes, Answers } from './answers.ts';
import { scoreOf, withPage } from './opened-page.ts';

export interface ActionsResult {
  readonly times: AnswerTimes;
  readonly unpressed: readonly string[];
  /** Parts that could not be gone through, and why. */
  readonly missed: readonly string[];
}

/** Milliseconds: a training of the sample photos is the longest step. */
const stepTimeout = 30_000;

/** What the parts of the round have in hand. */
interface Round {
  readonly page: Page;
  readonly answers: Answers;
  readonly button: (name: string | RegExp) => Locator;
}

/** Presses every control of the page, empty, training and trained, and takes the time until it
 * has answered. The Hub is an address where nobody listens. */
export function actionsPage(executablePath: string): Promise<ActionsResult> {
  return withPage({ executablePath, flags: ['--hub', 'http://127.0.0.1:9'] }, async (page) => {
    page.on('filechooser', () => {}); // else the system's would wait for someone
    page.setDefaultTimeout(stepTimeout);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const answers = await Answers.watch(page);
    const round: Round = { page, answers, button: (name) => page.getByRole('button', { name, exact: typeof name === 'string' }) };
    const missed = await inParts(round);
    return { times: answers.times, unpressed: answers.unpressed, missed };
  });
}

/** What one part could not do does not end the others. */
async function inParts(round: Round): Promise<string[]> {
  const missed: string[] = [];
  for (const part of [emptyPage, training, photos, trying, exploring, exporting, drawer])
    await part(round).catch((error: unknown) => missed.push(`${part.name}: ${String(error).split('Call log')[0]!.trim()}`));
  return missed;
}

async function emptyPage({ page, answers, button }: Round): Promise<void> {
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
}

async function training({ page, answers, button }: Round): Promise<void> {
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
  await page.getByText('Training has finished.').waitFor({ timeout: 120_000 });
  await scoreOf(page);
  await page
    .getByRole('radio', { name: /Thorough/u })
    .getByText(/about/u)
    .waitFor();
}

async function photos({ page, answers, button }: Round): Promise<void> {
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

async function trying({ page, answers, button }: Round): Promise<void> {
  await answers.press(button('Choose photos'));
  await answers.press(button('Live camera'));
  await page.locator('.try canvas.overlay').first().waitFor();
  await answers.press(button('Close the camera'));
  await answers.press(button('Take it with you'));
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Try it' }));
  await answers.press(button('See where it looks'));
}

async function exploring({ page, answers, button }: Round): Promise<void> {
  await page.locator('.compare canvas').first().waitFor();
  await answers.press(page.getByRole('slider', { name: 'Before and after' }), (slider) => slider.press('ArrowRight'));
  for (let stage = 0; stage < 4; stage++) await answers.press(page.locator('input.stages'), (slider) => slider.press('ArrowLeft'));
  await answers.press(page.locator('input.stages'), (slider) => slider.press('ArrowRight'));
  await answers.press(page.getByRole('combobox', { name: /^Map/u }), (select) => select.selectOption({ index: 1 }));
  for (const gate of ['.gate[aria-pressed=false]:not(:has(.badge))', '.gate[aria-pressed=false]:has(.badge)'])
    // one that is chosen has nothing to answer
    await answers.pressButtons(page.locator(gate).first());
  await answers.press(page.getByLabel('True scale'));
  for (const name of ['What is Grad-CAM?', 'What is Confusion matrix?']) await answers.press(button(name));
  await answers.pressButtons(page.locator('.confusion button:not(:disabled)'));
  await answers.press(page.locator('main select').first(), (select) => select.selectOption({ index: 0 }));
  await answers.press(page.locator('.strip .tile').nth(1));
  await answers.press(page.getByLabel('It is really'), chooseOther);
  await answers.press(button('Look again'));
  await button('Look again').waitFor({ state: 'detached' });
  await answers.press(button('Train again'));
  await answers.press(button('Stop'));
  await page.getByText(/^Stopped\./u).waitFor();
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Explore' }));
  await page.locator('.compare canvas').first().waitFor();
  await answers.press(button('Look for wrong labels'));
  await page.getByText(/labels? looks? wrong\./u).waitFor();
  const suspect = page.locator('.suspects li').first();
  if (await suspect.isVisible()) {
    await answers.press(suspect.getByRole('button', { name: /^Move to/u }));
    await answers.press(button('Undo'));
  }
  if (await suspect.isVisible()) await answers.press(suspect.getByRole('button', { name: 'Keep' }));
  await answers.press(button('Delete this run'));
  await answers.press(button('Undo'));
}

/** Another than what is chosen. */
async function chooseOther(select: Locator): Promise<void> {
  const chosen = await select.evaluate((element: HTMLSelectElement) => element.selectedIndex);
  await select.selectOption({ index: chosen === 0 ? 1 : 0 });
}

async function exporting({ page, answers, button }: Round): Promise<void> {
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Export' }));
  await page.locator('.formats').waitFor();
  for (const title of ['Web page, .html', 'Model, .onnx', 'Weights, .pth', 'Weights, .safetensors', 'Report, .html', 'Whole run, .zip']) {
    const saved = page.waitForEvent('download');
    await answers.press(button(`Save: ${title}`));
    await saved;
  }
  for (const summary of await page.locator('.snippet summary').all()) await answers.press(summary);
  await answers.press(button('Copy'));
  for (const program of await page.getByRole('button', { name: /beside it$/u }).all()) await answers.press(program);
  const saved = page.waitForEvent('download');
  await answers.press(button('Save project'));
  const project = join(tmpdir(), `attune-actions-${process.pid}.zip`);
  await (await saved).saveAs(project);
  await answers.press(button('Open project'));
  await page.locator('input[accept=".zip"]').setInputFiles(project);
  await answers.press(button('Cancel'));
  for (const name of ['Add to this project', 'Replace this project']) {
    await page.locator('input[accept=".zip"]').setInputFiles(project);
    await answers.press(button(name));
    await answers.press(button('Undo'));
    await page.getByText('Undone.').waitFor();
  }
  await writeFile(project, '');
}

async function drawer({ page, answers, button }: Round): Promise<void> {
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Train' }));
  await answers.press(button('Advanced'));
  await page.getByRole('region', { name: 'Recipe' }).waitFor();
  const choose = (label: string, value: string) =>
    answers.press(page.getByRole('dialog').getByLabel(label, { exact: label !== 'Architecture' }), (select) => select.selectOption(value));
  for (const [label, value] of [
    ['Gates', 'positions'],
    ['Kernel of the spatial gate', '3'],
    ['Attention', 'se'],
    ['Attention', 'identity'],
    ['Placement', 'in-block'],
    ['Architecture', 'resnet32'],
    ['Starting weights', 'file'],
    ['Architecture', 'resnet20'],
  ] as const)
    await choose(label, value);
  await choose('Starting weights', 'file');
  await answers.press(button(/^Choose a \.pth/u));
  await choose('Starting weights', 'url');
  await answers.press(page.getByLabel(/^Address of/u), (field) => enter(field, 'http://127.0.0.1:9/x.safetensors'));
  await answers.press(button('Load'));
  await page.locator('.notice[role=alert]').waitFor();
  await answers.press(button('Close'));
  await choose('Starting weights', 'sample');
  for (let times = 0; times < 2; times++) {
    await answers.press(page.getByRole('switch', { disabled: false }));
    await page.locator('section[aria-busy=true]').waitFor({ state: 'detached' });
  }
  const recipe = page.getByRole('region', { name: 'Recipe' });
  await answers.press(page.getByRole('combobox', { name: 'Recipe' }), (select) => select.selectOption('full'));
  await answers.useFields(recipe);
  await answers.press(button(/^Back to the usual/u));
  await page.locator('section[aria-busy=false]').waitFor();
  await answers.press(recipe.getByLabel(/: Epochs$/u), (field) => enter(field, '3'));
  await answers.press(recipe.getByLabel(/: Learning rate$/u), (field) => enter(field, '0.01'));
  for (let times = 0; times < 2; times++) await answers.useFields(recipe); // some bring others
  await answers.useFields(recipe);
  await answers.press(recipe.getByLabel('Batch size'), (field) => enter(field, '8'));
  for (const name of ['Open recipe file', 'Save recipe file']) await answers.press(button(name));
  for (const help of await page.getByRole('dialog').locator('button.help').all()) await answers.press(help);
  await answers.press(button('Done'));
  await answers.press(page.getByRole('radio', { name: /Quick/u }));
}

async function enter(field: Locator, value: string): Promise<void> {
  await field.fill(value);
  await field.press('Tab');
}
