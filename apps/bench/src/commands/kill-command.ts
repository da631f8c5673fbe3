import { architectureNames, parseArchitecture } from '@attune/zoo';
import { type Command, Option } from '@commander-js/extra-typings';

import { jsonOption, parseCount, threadsOption } from '../shared-options.ts';

const works = ['training', 'feature-caching', 'exports', 'downloads', 'changed-data', 'full-disk'] as const;

export function addKill(program: Command): void {
  program
    .command('kill')
    .description(
      'kill training with -9 at random moments and resume it each time: the weights must be those of the uninterrupted run; or exports, or downloads, or with changed data, or a full disk',
    )
    .option('--kills <n>', 'kills in all', parseCount, 32)
    .addOption(new Option('--during <work>', 'what is killed or hindered').choices(works).default('training' as const))
    .option('--architecture <name>', architectureNames.join(', '), parseArchitecture, 'resnet20')
    .addOption(new Option('--backend <name>', 'wasm or cpu').choices(['wasm', 'cpu'] as const).default('wasm' as const))
    .option('--image-size <pixels>', 'side of an image', parseCount, 32)
    .option('--images <n>', 'training images of each of two classes', parseCount, 12)
    .option('--epochs <a,b,c>', 'epochs of each stage', '2,2,2')
    .option('--seed <n>', 'seed of the moments', parseCount, 1)
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action(async (options) => (await import('./kill.ts')).kill(options));
}
