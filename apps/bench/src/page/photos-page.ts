import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LocalHub } from './local-hub.ts';
import { Clicks, scoreOf, withPage } from './opened-page.ts';
import type { JourneyResult } from './sample-page.ts';

/** From the empty page to an exported classifier of ants and bees, with a ResNet-18 that one click
 * fetches. The Hub is a server of this machine.
 *
 * @param data the data pack. */
export async function photosPage(executablePath: string, data: string): Promise<JourneyResult> {
  const hub = await new LocalHub(await readFile(join(data, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors'))).start();
  try {
    return await withPage({ executablePath, flags: ['--hub', hub.address] }, async (page) => {
      const clicks = new Clicks(page);
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), clicks.click('Choose a folder')]);
      await chooser.setFiles(join(data, 'hymenoptera'));
      await page.getByText(/photos added/u).waitFor();
      await clicks.click(/Balanced/u, 'radio');
      await page.getByText(/^resnet18 · three-stage, /u).waitFor();
      await clicks.click('Start training');
      const score = await scoreOf(page);
      await page.locator('.watched canvas').first().waitFor();
      const explained = clicks.seconds;
      await clicks.click('Take it with you');
      const bytes = await clicks.save('Save: Web page, .html');
      return { ...score, clicks: clicks.count, seconds: { explained, exported: clicks.seconds }, bytes };
    });
  } finally {
    await hub.stop();
  }
}
