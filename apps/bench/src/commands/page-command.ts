import type { Command } from '@commander-js/extra-typings';

import { jsonOption } from '../shared-options.ts';

export function addPage(program: Command): void {
  program
    .command('page')
    .description('the page of attune web in Chromium, by clicks on what is visible alone: from the empty page to photos trained on, explained and exported')
    .option('--data <folder>', 'ants and bees of the data pack, with a ResNet-18 that one click fetches, instead of the sample photos')
    .option('--actions', 'instead, press every control, and take the time until each has answered')
    .option('--load', 'instead, measure the first load as Lighthouse does: bytes, largest paint, blocking time and layout shifts')
    .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
    .addOption(jsonOption())
    .action(async (options) => (await import('./page.ts')).page(options));
}
