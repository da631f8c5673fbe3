import { type Command, Option } from '@commander-js/extra-typings';

import { jsonOption, networkCommand, networkWork, repetitionsOption, warmUpOption } from '../shared-options.ts';

export function addProfile(program: Command): void {
  networkCommand(program, 'profile', 'show where the time goes, kernel by kernel')
    .addOption(new Option('--pass <kind>', 'step or forward').choices(['step', 'forward'] as const).default('step' as const))
    .addOption(repetitionsOption())
    .addOption(warmUpOption())
    .addOption(jsonOption())
    .action(async (options) => (await import('./profile.ts')).profile(networkWork(options.pass, options), options));
}
