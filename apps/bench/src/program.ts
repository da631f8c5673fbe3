import { Command } from '@commander-js/extra-typings';

import { addClean } from './commands/clean-command.ts';
import { addFuzz } from './commands/fuzz-command.ts';
import { addKernels } from './commands/kernels-command.ts';
import { addKill } from './commands/kill-command.ts';
import { addForward, addStep } from './commands/measure-command.ts';
import { addPage } from './commands/page-command.ts';
import { addProfile } from './commands/profile-command.ts';
import { addPromises } from './commands/promises-command.ts';
import { addPredict } from './commands/predict-command.ts';
import { addQueue } from './commands/queue-command.ts';
import { addRead } from './commands/read-command.ts';
import { addRecipe } from './commands/recipe-command.ts';
import { addServe } from './commands/serve-command.ts';
import { addStart } from './commands/start-command.ts';
import { addStudy } from './commands/study-command.ts';

/** The commands, in the groups and the order of the help. */
const groups = {
  Speed: [addStep, addForward, addProfile, addKernels, addRead, addStart, addQueue, addPredict, addServe],
  'Whole runs': [addRecipe, addPromises, addStudy, addClean, addPage],
  Faults: [addKill, addFuzz],
};

/** The command line: its words, their meaning, their defaults. */
export function buildProgram() {
  const program = new Command('attune-bench').description('Measure Attune beside its peers, on the same work in one run.');
  for (const [group, commands] of Object.entries(groups)) {
    program.commandsGroup(`${group}:`);
    for (const add of commands) add(program);
  }
  return program.commandsGroup('Help:').helpCommand('help [command]', 'show the help of a command');
}
