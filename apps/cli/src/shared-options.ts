import type { StoredFloat } from '@attune/checkpoint';
import { type Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';

import { type CommandName, entryOf } from './command-table.ts';
import { countUpTo, parseDeviation, parseEpochs, parseInteger, parseMean, parseNames, parseRename, positiveUpTo, wholeUpTo } from './parse-option.ts';

/** A command of the program, with the flags that all have. */
export function subcommand(program: Command, name: CommandName) {
  return program
    .command(name)
    .description(entryOf(name).summary)
    .option('--json', 'print one JSON document instead of text')
    .option('--quiet', 'show no progress')
    .option('--debug', 'show the stack trace of an error');
}

/** Names of the options that the command line gives, defaults left out. */
export function givenOptions(command: CommandUnknownOpts): string[] {
  return Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
}

export const renameOption = () =>
  new Option('--rename <from=to>', 'rename tensors of the weights first, such as backbone.*=*, or leave them out: aux.*=; * and ? are wildcards; repeatable')
    .argParser(parseRename)
    .helpGroup('Network:');

const training = 'Training:';

export const epochsOption = () => new Option('--epochs <a,b,c>', 'epochs of each stage; 0 skips a stage').argParser(parseEpochs).helpGroup(training);

export const rateScaleOption = () =>
  new Option('--rate-scale <x>', 'multiply every learning rate of the recipe').argParser(positiveUpTo(1e6)).helpGroup(training);

export const bodyRateScaleOption = () =>
  new Option(
    '--body-rate-scale <x>',
    'multiply the learning rates of all but head and attention; auto measures on the training images what they bear (three-stage does by itself)',
  )
    .argParser((text) => (text === 'auto' ? text : positiveUpTo(1e6)(text)))
    .helpGroup(training);

export const attentionRateScaleOption = () =>
  new Option('--attention-rate-scale <x>', 'multiply the learning rates of attention').argParser(positiveUpTo(1e6)).helpGroup(training);

export const batchNormOption = () =>
  new Option('--batch-norm <policy>', 'how batch norms behave (default: as the recipe says)')
    .choices(['frozen', 'update', 'where-trained'] as const)
    .helpGroup(training);

export const seedOption = () =>
  new Option('--seed <n>', 'seed of initial weights, order, augmentation and dropout').argParser(parseInteger).default(0).helpGroup(training);

export const batchSizeOption = () => new Option('--batch-size <n>', 'batch size').argParser(countUpTo(65_536));

const images = 'Images:';

export const imageSizeOption = () =>
  new Option('--image-size <pixels>', "side of the square input (default: the architecture's)").argParser(countUpTo(4096)).helpGroup(images);

export const meanOption = () =>
  new Option('--mean <numbers>', 'mean of each channel in 0 to 1, or one for all (default: as in the weights)').argParser(parseMean).helpGroup(images);

export const stdOption = () =>
  new Option('--std <numbers>', 'standard deviation of each channel, or one for all (default: as in the weights)').argParser(parseDeviation).helpGroup(images);

export const skipBrokenOption = () =>
  new Option('--skip-broken', 'skip and list broken images instead of refusing the data').default(false as boolean).helpGroup(images);

export const gifOption = () => new Option('--gif', 'read GIFs too: the first frame').default(false as boolean).helpGroup(images);

const labels = 'Labels:';

export const taskOption = () =>
  new Option('--task <kind>', 'what to tell of an image: its class, any number of classes, or numbers; the last two from a table (CSV)')
    .choices(['single-label', 'multi-label', 'regression'] as const)
    .helpGroup(labels);

export const targetsOption = () =>
  new Option('--targets <columns>', 'columns of the table: the numbers of a regression, or one of 1 and 0 for each class')
    .argParser(parseNames)
    .helpGroup(labels);

const machine = 'Machine:';

export const backendOption = () => new Option('--backend <name>', 'auto, native, wasm, webgpu, cpu, node or node-gpu').default('auto').helpGroup(machine);

export const threadsOption = () =>
  new Option('--threads <n>', 'threads of the native and wasm backends (default: all cores)').argParser(countUpTo(256)).helpGroup(machine);

export const loaderThreadsOption = () =>
  new Option('--loader-threads <n>', 'threads that load and augment images; 0 for none (default: by the number of cores)')
    .argParser(wholeUpTo(64))
    .helpGroup(machine);

export const averagedOption = () => new Option('--averaged', 'use the averaged weights (EMA) of a run, or of a file that holds both').default(false as boolean);

export const noTemperatureOption = () =>
  new Option('--no-temperature', 'report raw probabilities, without temperature scaling, and flag no image as being of no class').default(true as boolean);

export const dtypeOption = () => new Option('--dtype <kind>', 'type of floating-point tensors (default: unchanged)').choices(['f32', 'f16', 'bf16'] as const);

export const preprocessingOption = () =>
  new Option('--preprocessing', 'have the ONNX or tfjs model take pixels of 0 to 255 and normalise them itself').default(false as boolean);

/** A command that opens a model to classify images: the flags of `ClassifierFlags`. */
export function classifierCommand(program: Command, name: CommandName) {
  return subcommand(program, name)
    .addOption(noTemperatureOption())
    .addOption(averagedOption())
    .addOption(renameOption())
    .addOption(batchSizeOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption());
}

/** What `--dtype` asks of a file. */
export function storedAs(dtype: 'f32' | 'f16' | 'bf16' | undefined): { readonly dtype?: StoredFloat } {
  return dtype === undefined ? {} : { dtype: dtype.toUpperCase() as StoredFloat };
}
