import { augmentationNames } from '@attune/data';
import { recipeNames } from '@attune/staged-finetune';
import { architectureNames, attentionKinds, gateSelections, parseArchitecture, parseAttention, placements } from '@attune/zoo';
import { type Command, Option } from '@commander-js/extra-typings';

import type { CommandName } from './command-table.ts';
import { countUpTo, parseFraction, parseKernel, parseNames, parseStages } from './parse-option.ts';
import { renameOption, subcommand } from './shared-options.ts';

// Options whose values are names that packages know: these packages bring TensorFlow.js, so
// commands without these options import `shared-options.ts` alone.

const network = 'Network:';

export const architectureOption = () => new Option('--arch <name>', architectureNames.join(', ')).argParser(parseArchitecture).helpGroup(network);

export const channelsOption = () =>
  new Option('--channels <n>', 'channels of the images: 1 for gray, 4 with transparency or of TIFF or .npy files (default: as in the weights, else 3)')
    .argParser(countUpTo(64))
    .helpGroup(network);

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

export const attentionKernelOption = () =>
  new Option('--attention-kernel <n>', "side of the convolution in CBAM's spatial gate: odd (default: as in the weights, else 7)")
    .argParser(parseKernel)
    .helpGroup(network);

export const attentionGatesOption = () =>
  new Option('--attention-gates <which>', "CBAM's gates: of channels, of positions, or both (default: as in the weights, else both)")
    .choices(gateSelections)
    .helpGroup(network);

const attentionStagesOption = () =>
  new Option('--attention-stages <1,2,…>', 'stages that get attention (default: all; 1,2,3,4 of a VGG)').argParser(parseStages).helpGroup(network);

export const attentionBlocksOption = () =>
  new Option('--attention-blocks <layer1.0,…>', 'blocks of a ResNet that get attention (default: all of these stages)')
    .argParser(parseNames)
    .helpGroup(network);

export const dropoutOption = () =>
  new Option('--dropout <rate>', 'dropout before the head of a ResNet, between the dense layers of a VGG').argParser(parseFraction);

export const stochasticDepthOption = () =>
  new Option('--stochastic-depth <rate>', 'drop residual branches of a ResNet at this rate in the last block, less in earlier ones').argParser(parseFraction);

const weightsOption = () =>
  new Option(
    '--weights <file>',
    'a checkpoint (safetensors, .pth, model.json), keras:model.json, torchvision:NAME, timm:NAME, hub:OWNER/REPO/FILE, https://…, sample, or none',
  )
    .default('none')
    .helpGroup(network);

const recipeOption = () =>
  new Option('--recipe <name|file>', `${recipeNames.join(', ')}, or a YAML or JSON file`).default('three-stage').helpGroup('Training:');

/** A command that takes a network of any shape. */
export function networkCommand(program: Command, name: CommandName) {
  return subcommand(program, name)
    .addOption(architectureOption())
    .addOption(channelsOption())
    .addOption(attentionOption())
    .addOption(reductionOption())
    .addOption(placementOption())
    .addOption(attentionKernelOption())
    .addOption(attentionGatesOption())
    .addOption(attentionStagesOption())
    .addOption(attentionBlocksOption());
}

/** A command that begins with a network, its weights and a recipe. */
export function trainingCommand(program: Command, name: CommandName) {
  return networkCommand(program, name).addOption(weightsOption()).addOption(renameOption()).addOption(recipeOption());
}

export const augmentOption = () =>
  new Option('--augment <how>', 'strength of augmentation, in stages that augment').choices(augmentationNames).helpGroup('Images:');
