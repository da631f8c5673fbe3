import type { StoredFloat } from '@attune/checkpoint';
import { augmentationNames } from '@attune/data';
import { recipeNames } from '@attune/staged-finetune';
import { architectureNames, attentionKinds, parseArchitecture, parseAttention, placements } from '@attune/zoo';
import { type Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';

import { countUpTo, parseEpochs, parseInteger, parseNames, parseStages, positiveUpTo, wholeUpTo, parseRename } from './parse-option.ts';

/** A command of the program, with the flags that all have. */
export function subcommand(program: Command, name: string, summary: string) {
  return program
    .command(name)
    .description(summary)
    .option('--json', 'print one JSON document instead of text')
    .option('--quiet', 'show no progress')
    .option('--debug', 'show the stack trace of an error');
}

/** Names of the options that the command line gives, defaults left out. */
export function givenOptions(command: CommandUnknownOpts): string[] {
  return Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
}

const network = 'Network:';

export const architectureOption = () => new Option('--arch <name>', architectureNames.join(', ')).argParser(parseArchitecture).helpGroup(network);

export const attentionOption = () =>
  new Option('--attention <kind>', `none, cbam (= identity), ${attentionKinds.slice(1).join(', ')} (default: as in the weights, else identity)`)
    .argParser(parseAttention)
    .helpGroup(network);

const reductionOption = () =>
  new Option('--reduction <n>', "channels per unit of the attention's bottleneck (default: as in the weights, else 16)")
    .argParser(countUpTo(65_536))
    .helpGroup(network);

export const placementOption = () =>
  new Option('--placement <where>', 'where attention is inserted (default: after-block)').choices(placements).helpGroup(network);

const attentionStagesOption = () =>
  new Option('--attention-stages <1,2,…>', 'stages that get attention (default: all; 1,2,3,4 of a VGG)').argParser(parseStages).helpGroup(network);

const attentionBlocksOption = () =>
  new Option('--attention-blocks <layer1.0,…>', 'blocks of a ResNet that get attention (default: all of these stages)')
    .argParser(parseNames)
    .helpGroup(network);

const weightsOption = () =>
  new Option(
    '--weights <file>',
    'a checkpoint (safetensors, .pth, model.json), keras:model.json, torchvision:NAME, timm:NAME, hub:OWNER/REPO/FILE, https://…, sample, or none',
  )
    .default('none')
    .helpGroup(network);

export const renameOption = () =>
  new Option('--rename <from=to>', 'rename tensors of the weights first, such as backbone.*=*; * and ? are wildcards; repeatable')
    .argParser(parseRename)
    .helpGroup(network);

const training = 'Training:';

const recipeOption = () => new Option('--recipe <name|file>', `${recipeNames.join(', ')}, or a YAML or JSON file`).default('three-stage').helpGroup(training);

/** A command that begins with a network, its weights and a recipe. */
export function trainingCommand(program: Command, name: string, summary: string) {
  return subcommand(program, name, summary)
    .addOption(architectureOption())
    .addOption(attentionOption())
    .addOption(reductionOption())
    .addOption(placementOption())
    .addOption(attentionStagesOption())
    .addOption(attentionBlocksOption())
    .addOption(weightsOption())
    .addOption(renameOption())
    .addOption(recipeOption());
}

export const epochsOption = () => new Option('--epochs <a,b,c>', 'epochs of each stage; 0 skips a stage').argParser(parseEpochs).helpGroup(training);

export const rateScaleOption = () =>
  new Option('--rate-scale <x>', 'multiply every learning rate of the recipe').argParser(positiveUpTo(1e6)).helpGroup(training);

export const bodyRateScaleOption = () =>
  new Option('--body-rate-scale <x>', 'multiply the learning rates of all but head and attention; try 10 for images unlike those of the weights')
    .argParser(positiveUpTo(1e6))
    .helpGroup(training);

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

export const skipBrokenOption = () =>
  new Option('--skip-broken', 'skip and list broken images instead of refusing the data').default(false as boolean).helpGroup(images);

export const gifOption = () => new Option('--gif', 'read GIFs too: the first frame').default(false as boolean).helpGroup(images);

export const augmentOption = () =>
  new Option('--augment <how>', 'strength of augmentation, in stages that augment').choices(augmentationNames).helpGroup(images);

const machine = 'Machine:';

export const backendOption = () => new Option('--backend <name>', 'auto, native, wasm, cpu, node or node-gpu').default('auto').helpGroup(machine);

export const threadsOption = () =>
  new Option('--threads <n>', 'threads of the native and wasm backends (default: all cores)').argParser(countUpTo(256)).helpGroup(machine);

export const loaderThreadsOption = () =>
  new Option('--loader-threads <n>', 'threads that read and augment images meanwhile; 0 for none (default: by the number of cores)')
    .argParser(wholeUpTo(64))
    .helpGroup(machine);

export const averagedOption = () => new Option('--averaged', 'use the averaged weights (EMA) of a run, or of a file that holds both').default(false as boolean);

export const dtypeOption = () => new Option('--dtype <kind>', 'type of floating-point tensors (default: unchanged)').choices(['f32', 'f16', 'bf16'] as const);

export const preprocessingOption = () =>
  new Option('--preprocessing', 'have the ONNX or tfjs model take pixels of 0 to 255 and normalise them itself').default(false as boolean);

/** What `--dtype` asks of a file. */
export function storedAs(dtype: 'f32' | 'f16' | 'bf16' | undefined): { readonly dtype?: StoredFloat } {
  return dtype === undefined ? {} : { dtype: dtype.toUpperCase() as StoredFloat };
}
