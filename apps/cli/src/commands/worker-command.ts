import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { countUpTo, parseInterval } from '../parse-option.ts';
import { subcommand } from '../shared-options.ts';
import { defaultQueue } from './sweep/default-queue.ts';
import { withQueue } from './sweep/with-queue.ts';

export function addWorker(program: Command, run: RunCommand): void {
  subcommand(program, 'worker')
    .requiredOption('--redis <url>', 'the Redis of the queue: redis://… or rediss://…')
    .option('--queue <name>', 'name of the queue', defaultQueue)
    .option('--out <folder>', 'folder for the trials (default: worker)')
    .option('--data-store <address>', "where to fetch data that is not at the sweep's paths here: https://…, s3://BUCKET/PREFIX, or a folder")
    .option('--data-cache <folder>', 'keep fetched data here; workers may share it (default: data in --out)')
    .option('--exit-when-empty', 'end when the queue has nothing left')
    .addOption(
      new Option('--stalled-after <time>', 'give the trials of a worker that says nothing for so long to others')
        .argParser(parseInterval)
        .default({ seconds: 30 }),
    )
    .optionsGroup('Machine:')
    .addOption(new Option('--jobs <n>', 'trials at a time').argParser(countUpTo(1024)).default(1))
    .addOption(new Option('--most-per-minute <n>', 'trials that all workers of the queue begin in a minute').argParser(countUpTo(1_000_000)))
    .addOption(new Option('--trial-threads <n>', 'threads of each trial').argParser(countUpTo(256)).default(1))
    .action((flags) => run(flags, async (context) => (await withQueue(() => import('./worker.ts'))).worker(flags, context), { keepsWork: true }));
}
