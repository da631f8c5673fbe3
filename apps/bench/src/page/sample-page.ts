import { type JourneyResult, endJourney } from './journey.ts';
import { Clicks, withPage } from './opened-page.ts';

/** From the empty page to an exported classifier of the sample photos, by clicks on what is
 * visible, in a browser that knows nothing of it. */
export function samplePage(executablePath: string): Promise<JourneyResult> {
  return withPage({ executablePath }, async (page) => {
    const clicks = new Clicks(page);
    await clicks.click('Try with sample photos');
    return endJourney(page, clicks);
  });
}
