import { type Round, enter } from './round.ts';

export async function drawer({ page, answers, button }: Round): Promise<void> {
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
  await answers.useFields(recipe);
  await answers.press(recipe.getByLabel('Batch size'), (field) => enter(field, '8'));
  for (const name of ['Open recipe file', 'Save recipe file']) await answers.press(button(name));
  for (const help of await page.getByRole('dialog').locator('button.help').all()) await answers.press(help);
  await answers.press(button('Done'));
  await answers.press(page.getByRole('radio', { name: /Quick/u }));
}
