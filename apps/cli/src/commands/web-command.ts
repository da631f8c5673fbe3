import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { parseHub, parsePort } from '../parse-option.ts';
import { subcommand } from '../shared-options.ts';

export function addWeb(program: Command, run: RunCommand): void {
  subcommand(program, 'web')
    .addOption(new Option('--port <n>', 'port to listen on (default: a free one)').argParser(parsePort))
    .addOption(new Option('--hub <address>', 'where the page may fetch weights (default: huggingface.co)').argParser(parseHub))
    .action((flags) => run(flags, async (context) => (await import('./web.ts')).web(flags, context)));
}
