import type { Command } from '@commander-js/extra-typings';

import type { RunCommand } from '../command.ts';
import { subcommand } from '../shared-options.ts';

export function addWeights(program: Command, run: RunCommand): void {
  subcommand(program, 'weights').action((flags) => run(flags, async () => (await import('./weights.ts')).weights()));
}
