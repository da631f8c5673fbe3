import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { countUpTo, wholeUpTo } from '../parse-option.ts';
import { classifierCommand } from '../shared-options.ts';

const network = 'Server:';
const limits = 'Limits:';

export function addServe(program: Command, run: RunCommand): void {
  classifierCommand(program, 'serve')
    .argument('[run]', 'a run, a checkpoint or an exported model')
    .addOption(new Option('--port <n>', 'port to listen on; 0 for a free one').argParser(wholeUpTo(65_535)).default(8080).helpGroup(network))
    .addOption(new Option('--host <address>', 'address to listen on; beyond loopback a token is required').default('127.0.0.1').helpGroup(network))
    .addOption(
      new Option('--token <text>', 'bearer token that requests must carry; the variable keeps it out of the list of processes')
        .env('ATTUNE_TOKEN')
        .helpGroup(network),
    )
    .addOption(new Option('--dockerfile', 'print a Dockerfile that serves the run, and serve nothing').default(false as boolean).helpGroup(network))
    .addOption(new Option('--systemd', 'print a systemd unit that serves the run, and serve nothing').default(false as boolean).helpGroup(network))
    .addOption(
      new Option('--max-bytes <n>', 'largest body of a request')
        .argParser(countUpTo(2 ** 30))
        .default(10 * 2 ** 20)
        .helpGroup(limits),
    )
    .addOption(new Option('--max-pixels <n>', 'largest image').argParser(countUpTo(1e9)).default(50_000_000).helpGroup(limits))
    .addOption(
      new Option('--max-waiting <n>', 'requests under way at once; others are answered 429').argParser(countUpTo(65_536)).default(256).helpGroup(limits),
    )
    .addOption(new Option('--top <n>', 'classes per image').argParser(countUpTo(100_000)).default(1000))
    .action((model, flags) =>
      run(flags, async (context) => (await import('./serve.ts')).serve(model, flags, context), { outlivesReader: true, keepsWork: true }),
    );
}
