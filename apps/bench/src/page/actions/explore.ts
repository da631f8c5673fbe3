import { type Round, chooseOther } from './round.ts';

export async function exploring({ page, answers, button }: Round): Promise<void> {
  await page.locator('.compare canvas').first().waitFor();
  await answers.press(page.getByRole('slider', { name: 'Before and after' }), (slider) => slider.press('ArrowRight'));
  for (let stage = 0; stage < 4; stage++) {
    await pressGates({ page, answers });
    await answers.press(page.locator('input.stages'), (slider) => slider.press('ArrowLeft'));
    await page.locator('.looked[aria-busy=false]').waitFor();
  }
  await answers.press(page.locator('input.stages'), (slider) => slider.press('ArrowRight'));
  await answers.press(page.getByRole('combobox', { name: /^Map/u }), (select) => select.selectOption({ index: 1 }));
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
  await answers.pressButtons(page.locator('.confusion button:not(:disabled)')); // what it confuses now
  await answers.press(button('Look for wrong labels'));
  await page.getByText(/labels? looks? wrong\./u).waitFor();
  const suspect = page.locator('.suspects li').first();
  if (await suspect.isVisible()) {
    await answers.press(suspect.getByRole('button', { name: /^Move to/u }));
    await answers.press(button('Undo'));
    await suspect.waitFor(); // its label is in question again
    await answers.press(suspect.getByRole('button', { name: 'Keep' }));
  }
  await answers.press(button('Delete this run'));
  await answers.press(button('Undo'));
}

/** Those that act and those that hardly do: one that is chosen has nothing to answer until another
 * is. */
export async function pressGates({ page, answers }: Pick<Round, 'page' | 'answers'>): Promise<void> {
  for (let times = 0; times < 2; times++)
    for (const gate of ['.gate[aria-pressed=false]:not(:has(.badge))', '.gate[aria-pressed=false]:has(.badge)'])
      await answers.pressButtons(page.locator(gate).first());
}
