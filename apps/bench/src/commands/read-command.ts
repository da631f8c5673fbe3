import { type Command, Option } from '@commander-js/extra-typings';

import { jsonOption, parseCount } from '../shared-options.ts';

export function addRead(program: Command): void {
  program
    .command('read')
    .description("read ResNet-18's 47 MB of weights into tensors or a network, beside torch.load and load_state_dict")
    .option('--file <path>', 'a .pth of a ResNet-18 (default: one that torch writes)')
    .option('--rounds <n>', 'readings of each, in turns', parseCount, 9)
    .addOption(new Option('--into <what>', 'tensors, or a network').choices(['tensors', 'network'] as const).default('network' as const))
    .addOption(new Option('--processes <how>', 'processes that stay, or a fresh one per reading').choices(['stay', 'fresh'] as const).default('stay' as const))
    .addOption(new Option('--memory <how>', 'freed memory as the system keeps it, or kept').choices(['system', 'kept'] as const).default('system' as const))
    .addOption(jsonOption())
    .action(async (options) => (await import('./read.ts')).read(options));
}
