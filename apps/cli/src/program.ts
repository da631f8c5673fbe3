import { Command } from '@commander-js/extra-typings';

import type { RunCommand } from './command.ts';
import { addCompare } from './commands/compare-command.ts';
import { addConvert } from './commands/convert-command.ts';
import { addData } from './commands/data-command.ts';
import { addDoctor } from './commands/doctor-command.ts';
import { addEvaluate } from './commands/evaluate-command.ts';
import { addExplain } from './commands/explain-command.ts';
import { addExport } from './commands/export-command.ts';
import { addFindRate } from './commands/find-rate-command.ts';
import { addFinetune } from './commands/finetune-command.ts';
import { addInspect } from './commands/inspect-command.ts';
import { addPredict } from './commands/predict-command.ts';
import { addQuickstart } from './commands/quickstart-command.ts';
import { addRecipe } from './commands/recipe-command.ts';
import { addReport } from './commands/report-command.ts';
import { addSummary } from './commands/summary-command.ts';
import { addWatch } from './commands/watch-command.ts';
import { addWeb } from './commands/web-command.ts';
import { addWeights } from './commands/weights-command.ts';

/** The commands, in the groups and the order of the help. */
const groups = {
  Train: [addFinetune, addQuickstart, addRecipe, addFindRate, addWatch, addWeb],
  Look: [addEvaluate, addPredict, addExplain, addReport, addCompare, addSummary, addDoctor],
  Files: [addData, addInspect, addConvert, addExport, addWeights],
};

/** The command line: its words, their meaning, their defaults. */
export function buildProgram(version: string, run: RunCommand): Command {
  const program = new Command('attune')
    .description('Fine-tune pretrained ResNets and VGGs, with attention, on your own images.')
    .version(version)
    .showHelpAfterError('Run attune --help for the list of commands.')
    .enablePositionalOptions();
  for (const [group, commands] of Object.entries(groups)) {
    program.commandsGroup(`${group}:`);
    for (const add of commands) add(program, run);
  }
  return program.commandsGroup('Help:').helpCommand('help [command]', 'show the help of a command');
}
