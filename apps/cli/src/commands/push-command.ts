import type { Command } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { averagedOption, subcommand } from '../shared-options.ts';

export function addPush(program: Command, run: RunCommand): void {
  subcommand(program, 'push')
    .argument('<run>', 'a run')
    .argument('<repository>', 'OWNER/NAME on the Hugging Face Hub')
    .option('--private', 'make a new repository that only its owner sees', false)
    .option('--update', 'add a commit to a repository that exists', false)
    .option('--branch <name>', 'branch to commit to; created if missing', 'main')
    .option('--license <id>', 'licence for the model card, such as mit')
    .option('--token-file <file>', 'file with a token that may write (default: the variable HF_TOKEN)')
    .addOption(averagedOption())
    .option('--dry-run', 'push nothing; print the model card', false)
    .action((folder, repository, { private: isPrivate, json, quiet, debug, ...options }) =>
      run({ json, quiet, debug }, async (context) => (await import('./push.ts')).push(folder, repository, { ...options, isPrivate }, context)),
    );
}
