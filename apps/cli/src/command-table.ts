/** A command as the help of the program lists it. */
interface Entry {
  /** Under which heading. */
  readonly group: 'Train' | 'Look' | 'Files';
  /** Its arguments, as they are declared where it is registered. */
  readonly usage: string;
  readonly summary: string;
  readonly alias?: string;
}

/** The commands, in the groups and the order of the help, which is printed from this table alone:
 * what registers a command is loaded when it is called. */
export const commandTable = {
  finetune: { group: 'Train', usage: '[data]', summary: 'insert attention into a pretrained network and fine-tune it in stages' },
  quickstart: { group: 'Train', usage: '', summary: 'fine-tune on a sample that comes with the installation' },
  recipe: { group: 'Train', usage: '<name|file>', summary: 'print a recipe: what trains in which stage, and how fast' },
  'lr-find': { group: 'Train', usage: '<data>', summary: 'try learning rates from small to large and suggest good ones', alias: 'find-rate' },
  sweep: { group: 'Train', usage: '<spec>', summary: 'train many variants of a fine-tuning and compare them' },
  worker: { group: 'Train', usage: '', summary: 'train the trials of sweeps that a Redis queue holds' },
  watch: { group: 'Train', usage: '<run>', summary: 'follow a run that is training in another process' },
  web: { group: 'Train', usage: '', summary: 'serve the browser app on this machine alone, until Ctrl-C' },
  evaluate: { group: 'Look', usage: '<model> <data>', summary: 'measure the accuracy and the confusion matrix of a run or a checkpoint' },
  predict: { group: 'Look', usage: '<run> <images...>', summary: 'classify images, with probabilities' },
  explain: { group: 'Look', usage: '<run> <images...>', summary: 'draw where a network looks in images' },
  serve: { group: 'Look', usage: '[run]', summary: 'classify images over HTTP: POST /classify and /explain, /health, /metrics, /openapi.json' },
  report: { group: 'Look', usage: '<run>', summary: "write a run's report.html: curves, mistakes and attention on one page" },
  compare: { group: 'Look', usage: '<runs...>', summary: 'test whether runs differ by more than chance on the same validation images' },
  summary: { group: 'Look', usage: '[run]', summary: 'list the layers of a network, its parameters, multiply-adds and memory, and what attention adds' },
  doctor: { group: 'Look', usage: '', summary: 'check what this machine can run; with --reference, compare a network with PyTorch, layer by layer' },
  data: { group: 'Files', usage: '<dir>', summary: 'check a dataset before training: classes, sizes, broken images, duplicates' },
  clean: { group: 'Files', usage: '<data>', summary: 'rank probable label errors and duplicates, or the images most worth labelling' },
  inspect: { group: 'Files', usage: '<file>', summary: 'show what a checkpoint, a run or an image holds' },
  convert: { group: 'Files', usage: '<in> <out>', summary: 'convert a checkpoint to the format that the suffix of OUT names' },
  export: { group: 'Files', usage: '<run>', summary: 'export the best weights of a run for other programs' },
  push: { group: 'Files', usage: '<run> <repository>', summary: 'publish the best weights of a run on the Hugging Face Hub, with a model card' },
  weights: { group: 'Files', usage: '', summary: 'list the published weights that --weights knows by name' },
} as const satisfies Readonly<Record<string, Entry>>;

export type CommandName = keyof typeof commandTable;

export const commandNames = Object.keys(commandTable) as CommandName[];

/** A command by its name or its alias. */
export function commandNamed(word: string): CommandName | undefined {
  return commandNames.find((name) => word === name || word === entryOf(name).alias);
}

export function entryOf(name: CommandName): Entry {
  return commandTable[name];
}
