import { Command } from '@commander-js/extra-typings';

import { type CommandName, commandNamed, commandNames, entryOf } from './command-table.ts';
import type { RunCommand } from './command.ts';

/** Registers a command with its arguments and options. */
type Add = (program: Command, run: RunCommand) => void;

const loaders: Readonly<Record<CommandName, () => Promise<Add>>> = {
  finetune: async () => (await import('./commands/finetune-command.ts')).addFinetune,
  quickstart: async () => (await import('./commands/quickstart-command.ts')).addQuickstart,
  recipe: async () => (await import('./commands/recipe-command.ts')).addRecipe,
  'lr-find': async () => (await import('./commands/find-rate-command.ts')).addFindRate,
  sweep: async () => (await import('./commands/sweep-command.ts')).addSweep,
  worker: async () => (await import('./commands/worker-command.ts')).addWorker,
  watch: async () => (await import('./commands/watch-command.ts')).addWatch,
  web: async () => (await import('./commands/web-command.ts')).addWeb,
  evaluate: async () => (await import('./commands/evaluate-command.ts')).addEvaluate,
  predict: async () => (await import('./commands/predict-command.ts')).addPredict,
  explain: async () => (await import('./commands/explain-command.ts')).addExplain,
  serve: async () => (await import('./commands/serve-command.ts')).addServe,
  report: async () => (await import('./commands/report-command.ts')).addReport,
  compare: async () => (await import('./commands/compare-command.ts')).addCompare,
  summary: async () => (await import('./commands/summary-command.ts')).addSummary,
  doctor: async () => (await import('./commands/doctor-command.ts')).addDoctor,
  data: async () => (await import('./commands/data-command.ts')).addData,
  clean: async () => (await import('./commands/clean-command.ts')).addClean,
  inspect: async () => (await import('./commands/inspect-command.ts')).addInspect,
  convert: async () => (await import('./commands/convert-command.ts')).addConvert,
  export: async () => (await import('./commands/export-command.ts')).addExport,
  push: async () => (await import('./commands/push-command.ts')).addPush,
  weights: async () => (await import('./commands/weights-command.ts')).addWeights,
};

export interface ProgramConfig {
  /** Only the command that these words call is loaded with its arguments and options, the others
   * are names in the help. Default: all are loaded. */
  readonly words?: readonly string[];
}

/** The command line: its words, their meaning, their defaults. */
export async function buildProgram(version: string, run: RunCommand, { words }: ProgramConfig = {}): Promise<Command> {
  const program = new Command('attune')
    .description('Fine-tune pretrained ResNets and VGGs, with attention, on your own images.')
    .version(version)
    .showHelpAfterError('Run attune --help for the list of commands.')
    .enablePositionalOptions();
  const loaded = words === undefined ? commandNames : calledBy(words);
  for (const name of commandNames) {
    program.commandsGroup(`${entryOf(name).group}:`);
    if (loaded.includes(name)) (await loaders[name]())(program, run);
    else addName(program, name);
  }
  for (const command of program.commands) command.showHelpAfterError(`Run attune ${command.name()} --help for its options.`);
  return program.commandsGroup('Help:').helpCommand('help [command]', 'show the help of a command');
}

/** `finetune …`, `help finetune`. */
function calledBy(words: readonly string[]): readonly (CommandName | undefined)[] {
  return words.slice(0, words[0] === 'help' ? 2 : 1).map(commandNamed);
}

/** A command as the help lists it, with nothing behind. */
function addName(program: Command, name: CommandName): void {
  const { usage, summary, alias } = entryOf(name);
  const command = program.command(`${name} ${usage}`).description(summary).option('--json');
  if (alias !== undefined) command.alias(alias);
}
