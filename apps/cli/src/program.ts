import { type StoredFloat, flavourNames } from '@attune/checkpoint';
import { augmentationNames } from '@attune/data';
import { recipeNames } from '@attune/staged-finetune';
import { Command, Option, type OptionValues } from '@commander-js/extra-typings';

import type { CommandContext, Report } from './command.ts';
import { compare } from './commands/compare.ts';
import { convert, exportRun } from './commands/convert.ts';
import { data } from './commands/data.ts';
import { checkReference } from './commands/doctor/check-reference.ts';
import { doctor } from './commands/doctor.ts';
import { evaluate } from './commands/evaluate.ts';
import { findLearningRate } from './commands/find-rate.ts';
import { explain } from './commands/explain.ts';
import { type Method, methods, parseMethods } from './commands/explain/explain-image.ts';
import { finetune } from './commands/finetune.ts';
import { inspect } from './commands/inspect.ts';
import { predict } from './commands/predict.ts';
import { quickstart } from './commands/quickstart.ts';
import { recipe } from './commands/recipe.ts';
import { report } from './commands/report.ts';
import { summary } from './commands/summary.ts';
import { watch } from './commands/watch.ts';
import { architectureNames, parseArchitecture, parseAttention, placements } from '@attune/zoo';
import { web } from './commands/web.ts';
import { weights } from './commands/weights.ts';
import {
  parseClassWeights,
  parseCount,
  parseCounts,
  parseFraction,
  parseHub,
  parseNames,
  parseInteger,
  parseInterval,
  parseNoDecay,
  parsePort,
  parsePositive,
  parseWhole,
  parseWholes,
} from './parse-option.ts';
import { UsageError } from './usage-error.ts';

/** Runs what a command does and prints what it reports. */
export type RunCommand = (flags: CommonFlags, work: (context: CommandContext) => Promise<Report>) => Promise<void>;

export interface CommonFlags {
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly debug?: true | undefined;
}

/** The command line: its words, their meaning, their defaults. */
export function buildProgram(version: string, run: RunCommand): Command {
  const program = new Command('attune')
    .description('Fine-tunes pretrained ResNets and VGGs, with attention, on your own images.')
    .version(version)
    .showHelpAfterError('Run attune --help for what there is.')
    .enablePositionalOptions();
  for (const add of [
    addFinetune,
    addEvaluate,
    addPredict,
    addExplain,
    addInspect,
    addConvert,
    addExport,
    addData,
    addRecipe,
    addFindRate,
    addDoctor,
    addQuickstart,
    addSummary,
    addReport,
    addCompare,
    addWatch,
    addWeights,
    addWeb,
  ])
    add(program, run);
  return program;
}

const backendOption = () => new Option('--backend <name>', 'auto, wasm, cpu, node or node-gpu').default('auto');
const threadsOption = () => new Option('--threads <n>', 'threads of the wasm backend (default: every core)').argParser(parseCount);
const loaderThreadsOption = () =>
  new Option('--loader-threads <n>', 'threads that read and vary images beside training; 0 for none (default: by the number of cores)').argParser(parseWhole);
const architectureOption = () => new Option('--arch <name>', architectureNames.join(', ')).argParser(parseArchitecture);
const attentionOption = () =>
  new Option(
    '--attention <kind>',
    "none, or cbam in the variant identity (= cbam), authors, timm or lecture (default: the weights' own, else identity)",
  ).argParser(parseAttention);
const imageSizeOption = () =>
  new Option('--image-size <pixels>', 'side of the square that the network sees (default: what the architecture was made for)').argParser(parseCount);
const batchSizeOption = () => new Option('--batch-size <n>', 'images a step').argParser(parseCount);
const reductionOption = () =>
  new Option('--reduction <n>', "channels for each unit of the attention's bottleneck (default: the weights' own, else 16)").argParser(parseCount);
const placementOption = () =>
  new Option('--placement <where>', 'where attention acts (default: after-block)').choices(placements as ['in-block', 'after-block', 'after-stage']);
const attentionStagesOption = () =>
  new Option('--attention-stages <1,2,…>', 'stages that get attention (default: all; of a VGG 1,2,3,4)').argParser(parseCounts);
const attentionBlocksOption = () =>
  new Option('--attention-blocks <layer1.0,…>', 'blocks of a ResNet that get attention (default: all of these stages)').argParser(parseNames);
const weightsOption = () =>
  new Option(
    '--weights <file>',
    'a checkpoint (safetensors, .pth, model.json), keras:model.json, torchvision:NAME, timm:NAME, hub:OWNER/REPO/FILE, https://…, none, or sample',
  ).default('none');
const recipeOption = () => new Option('--recipe <name|file>', `${recipeNames.join(', ')}, or a YAML or JSON file`).default('three-stage');
const epochsOption = () => new Option('--epochs <a,b,c>', 'epochs of each stage; 0 leaves one out').argParser(parseWholes);
const rateScaleOption = () => new Option('--rate-scale <x>', 'multiplies every learning rate of the recipe').argParser(parsePositive);
const bodyRateScaleOption = () =>
  new Option('--body-rate-scale <x>', "multiplies the learning rates of all but head and attention: 10 for images far from the weights' own").argParser(
    parsePositive,
  );
const batchNormOption = () =>
  new Option('--batch-norm <policy>', "frozen, update or where-trained, in place of the recipe's").choices(['frozen', 'update', 'where-trained'] as const);
const seedOption = () => new Option('--seed <n>', 'of initial weights, order, augmentation and dropout').argParser(parseInteger).default(0);
const skipBrokenOption = () => new Option('--skip-broken', 'leave broken images out and list them, instead of refusing the data').default(false as boolean);

const averagedOption = () => new Option('--averaged', 'the averaged weights (EMA) of a run or of a file that holds both').default(false as boolean);
const augmentOption = () => new Option('--augment <how>', 'how strongly training images are varied, in stages that vary them').choices(augmentationNames);

/** A command with the flags that all have. */
function subcommand<Args extends unknown[], Opts extends OptionValues>(command: Command<Args, Opts>) {
  return command.option('--json', 'print one JSON document instead of text').option('--quiet', 'no progress').option('--debug', 'show where an error arose');
}

function addFinetune(program: Command, run: RunCommand): void {
  subcommand(program.command('finetune').argument('[data]', 'a folder of images (train/CLASS and val/CLASS, or CLASS), CIFAR-10 binaries, or sample:emoji'))
    .description('insert attention into a pretrained network and fine-tune it in stages')
    .addOption(architectureOption())
    .addOption(attentionOption())
    .addOption(reductionOption())
    .addOption(placementOption())
    .addOption(attentionStagesOption())
    .addOption(attentionBlocksOption())
    .addOption(weightsOption())
    .addOption(recipeOption())
    .addOption(epochsOption())
    .addOption(rateScaleOption())
    .addOption(bodyRateScaleOption())
    .addOption(batchNormOption())
    .addOption(imageSizeOption())
    .addOption(batchSizeOption())
    .addOption(seedOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption())
    .option('--out <folder>', 'where the run is kept (default: runs/NAME)')
    .option('--resume <run>', 'go on with a run that was stopped')
    .addOption(skipBrokenOption())
    .addOption(augmentOption())
    .addOption(new Option('--mixup <alpha>', 'mix training images with each other, in stages that vary them (0.2 is usual)').argParser(parsePositive))
    .addOption(new Option('--cutmix <alpha>', 'put a part of one training image into another (1 is usual)').argParser(parsePositive))
    .addOption(new Option('--label-smoothing <x>', 'share of the target that all classes get alike').argParser(parseFraction))
    .addOption(new Option('--class-weights <w,w,…>', 'of the loss: balanced, or one for each class').argParser(parseClassWeights))
    .addOption(new Option('--accumulate <n>', 'batches whose gradients make one step').argParser(parseCount))
    .addOption(
      new Option('--ema [decay]', 'keep a moving average of the weights, try it each epoch, save it as model.ema.safetensors').argParser(parseFraction),
    )
    .addOption(new Option('--augmented-views <n>', 'vary each image in n ways only, whose features are computed once').argParser(parseCount))
    .addOption(new Option('--weight-decay <x>', "in place of the recipe's").argParser(parseFraction))
    .addOption(new Option('--undecayed <kinds>', 'what weight decay leaves alone: norms, biases, gates').argParser(parseNoDecay))
    .addOption(new Option('--clip-norm <x>', 'the largest norm of a gradient').argParser(parsePositive))
    .addOption(new Option('--dropout <rate>', 'before the head of a ResNet, between the dense layers of a VGG').argParser(parseFraction))
    .addOption(new Option('--stochastic-depth <rate>', 'residual branches that training leaves out, at the last block of a ResNet').argParser(parseFraction))
    .addOption(new Option('--cache <megabytes>', 'memory for features that are computed once, for each of the two splits').argParser(parseCount).default(1024))
    .addOption(new Option('--disk-cache <megabytes>', 'disk for those that do not fit in memory; 0 for none').argParser(parseWhole).default(4096))
    .addOption(
      new Option('--checkpoint-every <steps|time>', 'save a checkpoint so often (200, or 5m), beside those at the end of each epoch').argParser(parseInterval),
    )
    .addOption(
      new Option('--on-nan <what>', 'when a loss is no number: stop, or rewind to the last checkpoint and go on at half the rates')
        .choices(['stop', 'rewind'] as const)
        .default('stop' as const),
    )
    .option('--tensorboard', 'also write events for TensorBoard, into RUN/tensorboard')
    .option('--csv', 'also write the epochs as RUN/metrics.csv')
    .option('--no-report', 'write no report.html at the end')
    .action((path, flags) => run(flags, (context) => finetune(path, flags, context)));
}

function addEvaluate(program: Command, run: RunCommand): void {
  subcommand(program.command('evaluate').argument('<model>', 'a run, or a checkpoint').argument('<data>', 'labelled images'))
    .description('accuracy and confusion matrix of a run or a checkpoint')
    .addOption(
      new Option('--split <part>', 'of the data: train, validation or test (default: validation where there is one, else all)').choices([
        'train',
        'validation',
        'test',
      ] as const),
    )
    .addOption(architectureOption())
    .addOption(imageSizeOption())
    .addOption(batchSizeOption())
    .option('--predictions <file>', 'write one class index a line, in file order')
    .addOption(averagedOption())
    .addOption(skipBrokenOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption())
    .action((model, path, flags) => run(flags, (context) => evaluate(model, path, flags, context)));
}

function addPredict(program: Command, run: RunCommand): void {
  subcommand(program.command('predict').argument('<run>', 'a run, or a checkpoint').argument('<images...>', 'images, or folders of them'))
    .description('classes of images, with probabilities')
    .addOption(new Option('--top <n>', 'classes for each image').argParser(parseCount).default(3))
    .addOption(averagedOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((model, images, flags) => run(flags, (context) => predict(model, images, flags, context)));
}

function addExplain(program: Command, run: RunCommand): void {
  subcommand(program.command('explain').argument('<run>', 'a run, or a checkpoint').argument('<images...>', 'images, or folders of them'))
    .description('pictures of where a network looks, and a page with all of them')
    .addOption(new Option('--methods <names>', methods.join(', ')).argParser(parseMethods).default(['cbam', 'gradcam'] as readonly Method[], 'cbam,gradcam'))
    .option('--layer <name>', 'whose maps speak for a class: a segment or a module (default: the last segment before the head)')
    .addOption(new Option('--stages', 'also the attention at the end of each stage, side by side').default(false as boolean))
    .option('--class <name>', 'the class to explain (default: the most probable)')
    .addOption(averagedOption())
    .option('--out <folder>', 'where the pictures go (default: explained/RUN)')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((model, images, flags) => run(flags, (context) => explain(model, images, flags, context)));
}

const dtypeOption = () =>
  new Option('--dtype <kind>', 'of floating-point tensors: f32, f16 or bf16 (default: as they are)').choices(['f32', 'f16', 'bf16'] as const);

function storedAs(dtype: 'f32' | 'f16' | 'bf16' | undefined) {
  return dtype === undefined ? {} : { dtype: dtype.toUpperCase() as StoredFloat };
}

const preprocessingOption = () =>
  new Option('--preprocessing', 'an ONNX or tfjs model takes pixels of 0 to 255 and normalises them itself').default(false as boolean);

function addConvert(program: Command, run: RunCommand): void {
  subcommand(program.command('convert').argument('<in>', 'a checkpoint, or sample').argument('<out>', 'a .safetensors, .pth, .pt, .bin or .onnx file'))
    .description('a checkpoint in another format, by the suffix of OUT')
    .addOption(new Option('--flavour <name>', `whose names the tensors get: ${flavourNames.join(', ')} (default: torchvision)`).choices(flavourNames))
    .addOption(averagedOption())
    .addOption(dtypeOption())
    .addOption(preprocessingOption())
    .action((input, output, { preprocessing, flavour, averaged, ...flags }) =>
      run(flags, () => convert(input, output, { ...storedAs(flags.dtype), preprocessing, flavour, averaged })),
    );
}

function addExport(program: Command, run: RunCommand): void {
  subcommand(program.command('export').argument('<run>', 'a run'))
    .description('the best weights of a run as a file for elsewhere')
    .addOption(
      new Option('--to <format>', 'torch, safetensors, onnx or tfjs').choices(['torch', 'safetensors', 'onnx', 'tfjs'] as const).default('torch' as const),
    )
    .option('--out <file>', 'where it goes (default: in the run)')
    .addOption(averagedOption())
    .addOption(dtypeOption())
    .addOption(preprocessingOption())
    .action((folder, flags) =>
      run(flags, () =>
        exportRun(folder, { to: flags.to, out: flags.out, averaged: flags.averaged, preprocessing: flags.preprocessing, ...storedAs(flags.dtype) }),
      ),
    );
}

function addInspect(program: Command, run: RunCommand): void {
  subcommand(program.command('inspect').argument('<file>', 'a checkpoint, a run, or an image'))
    .description('what a checkpoint, a run or an image holds')
    .addOption(new Option('--arch <name>', 'compare a checkpoint with this architecture, name by name').argParser(parseArchitecture))
    .addOption(averagedOption())
    .action((file, flags) => run(flags, () => inspect(file, flags)));
}

function addData(program: Command, run: RunCommand): void {
  subcommand(program.command('data').argument('<dir>', 'a folder of images, a table of them (CSV), tar shards, Parquet, CIFAR or IDX files, CIFAR archives'))
    .description('what a folder of images holds, and what is wrong with it')
    .addOption(new Option('--deep', 'decode every image instead of reading headers and ends').default(false as boolean))
    .addOption(new Option('--gif', 'read GIFs too').default(false as boolean))
    .option('--html <file>', 'write a page with some pictures of every class')
    .action((dir, flags) => run(flags, (context) => data(dir, flags, context)));
}

function addRecipe(program: Command, run: RunCommand): void {
  subcommand(program.command('recipe').argument('<name|file>', 'a recipe'))
    .description('what a recipe trains, when, and how fast')
    .addOption(architectureOption())
    .addOption(attentionOption())
    .addOption(new Option('--classes <n>', 'of the head').argParser(parseCount).default(2))
    .addOption(epochsOption())
    .addOption(rateScaleOption())
    .addOption(bodyRateScaleOption())
    .addOption(batchNormOption())
    .addOption(new Option('--images <n>', 'training images that the time is estimated for, with --arch').argParser(parseCount).default(1000))
    .addOption(new Option('--yaml', 'print the recipe as a file to edit').default(false as boolean))
    .action((name, flags) => run(flags, () => recipe(name, flags)));
}

function addWeights(program: Command, run: RunCommand): void {
  subcommand(program.command('weights'))
    .description('published weights that --weights knows by name')
    .action((flags) => run(flags, () => weights()));
}

function addFindRate(program: Command, run: RunCommand): void {
  subcommand(program.command('lr-find').alias('find-rate').argument('<data>', 'a folder of images, CIFAR-10 binaries, or sample:emoji'))
    .description('try learning rates from small to large, and say which are good')
    .addOption(architectureOption())
    .addOption(attentionOption())
    .addOption(reductionOption())
    .addOption(placementOption())
    .addOption(attentionStagesOption())
    .addOption(attentionBlocksOption())
    .addOption(weightsOption())
    .addOption(recipeOption())
    .option('--stage <name>', 'whose parameters move (default: the first stage)')
    .option('--group <name>', 'only this group of the stage (default: all, their rates in proportion)')
    .addOption(new Option('--steps <n>', 'batches from the first rate to the last').argParser(parseCount).default(100))
    .addOption(new Option('--from <rate>', 'first rate').argParser(parsePositive).default(1e-7))
    .addOption(new Option('--to <rate>', 'last rate').argParser(parsePositive).default(10))
    .addOption(imageSizeOption())
    .addOption(batchSizeOption())
    .addOption(seedOption())
    .addOption(skipBrokenOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption())
    .action((path, flags) => run(flags, (context) => findLearningRate(path, flags, context)));
}

function addDoctor(program: Command, run: RunCommand): void {
  subcommand(program.command('doctor'))
    .description('what this machine can run; with --reference, where a network departs from what PyTorch computed')
    .option('--weights <file>', 'a checkpoint or a run, to compare with a reference')
    .option('--reference <file>', 'inputs and outputs of layers, as docs/pytorch/attune_reference.py writes them')
    .addOption(new Option('--tolerance <share>', "of a layer's largest value").argParser(parsePositive).default(1e-4))
    .addOption(architectureOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((flags) =>
      run(flags, () => {
        const { weights: file, reference } = flags;
        if (file === undefined && reference === undefined) return doctor(flags);
        if (file !== undefined && reference !== undefined) return checkReference({ ...flags, weights: file, reference });
        throw new UsageError('--weights and --reference go together: the one is run, the other says what should come out.');
      }),
    );
}

function addQuickstart(program: Command, run: RunCommand): void {
  subcommand(program.command('quickstart'))
    .description('fine-tune on a sample that comes with the installation')
    .addOption(epochsOption())
    .addOption(seedOption())
    .addOption(backendOption())
    .addOption(threadsOption())
    .option('--out <folder>', 'where the run is kept (default: runs/emoji)')
    .action((flags) => run(flags, (context) => quickstart(flags, context)));
}

function addSummary(program: Command, run: RunCommand): void {
  subcommand(program.command('summary'))
    .description('what a network is made of: layers, parameters, multiply-adds, memory, and what attention adds')
    .addOption(architectureOption())
    .addOption(attentionOption())
    .addOption(new Option('--reduction <n>', "channels for each unit of the attention's bottleneck").argParser(parseCount).default(16))
    .addOption(
      new Option('--placement <where>', 'where attention acts (default: after-block)').choices(placements as ['in-block', 'after-block', 'after-stage']),
    )
    .addOption(new Option('--classes <n>', 'of the head (default: 1000, of CIFAR networks 10)').argParser(parseCount))
    .addOption(imageSizeOption())
    .option('--svg <file>', 'draw the network')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((flags) => run(flags, () => summary(flags)));
}

function addReport(program: Command, run: RunCommand): void {
  subcommand(program.command('report').argument('<run>', 'a run'))
    .description("write a run's report.html: curves, mistakes, attention, one page to send")
    .option('--data <folder>', 'where its images are now (default: where they were)')
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((folder, flags) => run(flags, (context) => report(folder, flags, context)));
}

function addCompare(program: Command, run: RunCommand): void {
  subcommand(program.command('compare').argument('<runs...>', 'two runs or more'))
    .description('whether runs differ by more than chance, on the same validation images')
    .option('--data <folder>', "images that judge them all (default: the first run's)")
    .addOption(backendOption())
    .addOption(threadsOption())
    .action((folders, flags) => run(flags, (context) => compare(folders, flags, context)));
}

function addWeb(program: Command, run: RunCommand): void {
  subcommand(program.command('web'))
    .description('the same in a browser, on this machine: serves the page until Ctrl-C')
    .addOption(new Option('--port <n>', 'where it listens (default: a free one)').argParser(parsePort))
    .addOption(new Option('--hub <address>', 'where the page may fetch weights (default: huggingface.co)').argParser(parseHub))
    .action((flags) => run(flags, (context) => web(flags, context)));
}

function addWatch(program: Command, run: RunCommand): void {
  subcommand(program.command('watch').argument('<run>', 'a run that is under way, or has ended'))
    .description('how a run goes that another process trains')
    .addOption(new Option('--every <seconds>', 'from one look to the next').argParser(parsePositive).default(1))
    .action((folder, flags) => run(flags, (context) => watch(folder, flags, context)));
}
