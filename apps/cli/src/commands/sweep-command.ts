import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { countUpTo } from '../parse-option.ts';
import { subcommand } from '../shared-options.ts';
import { defaultQueue } from './sweep/default-queue.ts';

export function addSweep(program: Command, run: RunCommand): void {
  subcommand(program, 'sweep')
    .argument('<spec>', 'a YAML file: the flags of finetune, axes, seeds, folds, strategy')
    .option('--out <folder>', 'folder of the sweep, which is taken up where it was stopped (default: sweeps/NAME)')
    .option('--dry-run', 'print the trials and the time they take, as measured on the first')
    .option('--tensorboard', 'also write tensorboard/: the curve and the hyperparameters of every trial')
    .addOption(
      new Option('--export <kind>', 'print the sweep as a file for Kubernetes or Docker Compose, with Redis and workers').choices(['k8s', 'compose'] as const),
    )
    .addOption(new Option('--workers <n>', 'with --export: workers').argParser(countUpTo(10_000)).default(2))
    .option('--image <name>', 'with --export: a container image with Node and npm', 'node:22-bookworm-slim')
    .optionsGroup('Machine:')
    .option('--redis <url>', 'have workers train, through the Redis at redis://… or rediss://…: see attune worker')
    .option('--data-store <address>', 'with --redis: send the data there for workers: https://…, s3://BUCKET/PREFIX, or a folder')
    .option('--no-runs', 'with --redis: leave the runs on the workers; only results come back')
    .option('--queue <name>', 'name of the queue', defaultQueue)
    .addOption(new Option('--priority <n>', 'workers take sweeps with smaller numbers first').argParser(countUpTo(1000)).default(1))
    .addOption(new Option('--jobs <n>', 'trials at a time (default: as many as the cores allow)').argParser(countUpTo(1024)))
    .addOption(new Option('--trial-threads <n>', 'threads of each trial').argParser(countUpTo(256)).default(1))
    .action((spec, flags) => run(flags, async (context) => (await import('./sweep.ts')).sweep(spec, flags, context), { keepsWork: true }));
}
