import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LocalHub } from './local-hub.ts';
import { type JourneyResult, endJourney } from './journey.ts';
import { Clicks, withPage } from './opened-page.ts';

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
      return endJourney(page, clicks);
    });
  } finally {
    await hub.stop();
  }
}
