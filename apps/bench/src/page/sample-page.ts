import { Clicks, type Score, scoreOf, withPage } from './opened-page.ts';

/** What it takes from the empty page to an exported classifier. */
export interface JourneyResult extends Score {
  readonly clicks: number;
  /** From the first click. */
  readonly seconds: { readonly explained: number; readonly exported: number };
  /** Of the exported page. */
  readonly bytes: number;
}

/** From the empty page to an exported classifier of the sample photos, by clicks on
 * what is visible,
 * in a browser that knows nothing of it. */
export function samplePage(executablePath: string): Promise<JourneyResult> {
  return withPage({ executablePath }, async (page) => {
    const clicks = new Clicks(page);
    await clicks.click('Try with sample photos');
    const score = await scoreOf(page);
    await page.locator('.watched canvas').first().waitFor();
    const explained = clicks.seconds;
    await clicks.click('Take it with you');
    const bytes = await clicks.save('Save: Web page, .html');
    return { ...score, clicks: clicks.count, seconds: { explained, exported: clicks.seconds }, bytes };
  });
}
