import type { Page } from 'playwright-core';

import { type Clicks, type Score, scoreOf } from './opened-page.ts';

/** What it takes from the empty page to an exported classifier. */
export interface JourneyResult extends Score {
  readonly clicks: number;
  /** From the first click. */
  readonly seconds: { readonly explained: number; readonly exported: number };
  /** Of the exported page. */
  readonly bytes: number;
}

/** From a training that has begun: it ends, says where it looks, and leaves as a page
 * of its own. */
export async function endJourney(page: Page, clicks: Clicks): Promise<JourneyResult> {
  const score = await scoreOf(page);
  await page.locator('.watched canvas').first().waitFor();
  const explained = clicks.seconds;
  await clicks.click('Take it with you');
  const bytes = await clicks.save('Save: Web page, .html');
  return { ...score, clicks: clicks.count, seconds: { explained, exported: clicks.seconds }, bytes };
}
