import type { Locator, Page } from 'playwright-core';

import type { Answers } from '../answers.ts';

/** What the parts of the round have in hand. */
export interface Round {
  readonly page: Page;
  readonly answers: Answers;
  readonly button: (name: string | RegExp) => Locator;
}

export async function enter(field: Locator, value: string): Promise<void> {
  await field.fill(value);
  await field.press('Tab');
}

/** Another than what is chosen. */
export async function chooseOther(select: Locator): Promise<void> {
  const chosen = await select.evaluate((element: HTMLSelectElement) => element.selectedIndex);
  await select.selectOption({ index: chosen === 0 ? 1 : 0 });
}
