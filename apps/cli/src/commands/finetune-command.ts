import { type Command, Option } from '@commander-js/extra-typings';

import type { RunCommand, Work } from '../command.ts';
import { augmentOption, dropoutOption, stochasticDepthOption, trainingCommand } from '../network-options.ts';
import { countUpTo, parseClassWeights, parseFold, parseFolds, parseFraction, parseInterval, parseNoDecay, positiveUpTo, wholeUpTo } from '../parse-option.ts';
import {
  attentionRateScaleOption,
  backendOption,
  batchNormOption,
  batchSizeOption,
  bodyRateScaleOption,
  epochsOption,
  givenOptions,
  gifOption,
  imageSizeOption,
  loaderThreadsOption,
  meanOption,
  rateScaleOption,
  seedOption,
  skipBrokenOption,
  stdOption,
  targetsOption,
  taskOption,
  threadsOption,
} from '../shared-options.ts';

export function addFinetune(program: Command, run: RunCommand): void {
  trainingCommand(program, 'finetune')
    .argument('[data]', 'a folder of images (train/CLASS and val/CLASS, or CLASS), CIFAR-10 binaries, or sample:emoji')
    .addOption(epochsOption())
    .addOption(rateScaleOption())
    .addOption(bodyRateScaleOption())
    .addOption(attentionRateScaleOption())
    .addOption(batchNormOption())
    .optionsGroup('Training:')
    .addOption(seedOption())
    .addOption(new Option('--control', 'also train the same without attention, and say whether attention helped'))
    .addOption(new Option('--seeds <n>', 'train once with each of n seeds; report mean and 95 % interval').argParser(countUpTo(10_000)))
    .addOption(new Option('--folds <k>', 'train once with each of k folds held back').argParser(parseFolds))
    .addOption(batchSizeOption())
    .addOption(new Option('--accumulate <n>', 'accumulate the gradients of n batches per step').argParser(countUpTo(65_536)))
    .addOption(new Option('--clip-norm <x>', 'clip the norm of the gradients').argParser(positiveUpTo(1e6)))
    .addOption(new Option('--weight-decay <x>', 'weight decay (default: as the recipe says)').argParser(parseFraction))
    .addOption(new Option('--undecayed <kinds>', 'exclude from weight decay: norms, biases, gates').argParser(parseNoDecay))
    .addOption(dropoutOption())
    .addOption(stochasticDepthOption())
    .addOption(new Option('--label-smoothing <x>', 'spread this share of the target over all classes').argParser(parseFraction))
    .addOption(new Option('--focal <gamma>', 'focal loss: train most on what is not known yet (2 is usual)').argParser(positiveUpTo(10)))
    .addOption(
      new Option('--class-weights <weights>', 'weight the classes in the loss: balanced, a number per class, or by name: cats=2,dogs=1').argParser(
        parseClassWeights,
      ),
    )
    .addOption(new Option('--ema [decay]', 'average the weights, evaluate the average each epoch, save it as model.ema.safetensors').argParser(parseFraction))
    .addOption(
      new Option('--swa', 'average the weights of the last half of the epochs, evaluate the average, save it as model.ema.safetensors').conflicts('ema'),
    )
    .addOption(
      new Option('--on-nan <what>', 'when a loss is not finite: stop, or rewind to the last checkpoint and halve the learning rates')
        .choices(['stop', 'rewind'] as const)
        .default('stop' as const),
    )
    .optionsGroup('Labels:')
    .addOption(taskOption())
    .addOption(targetsOption())
    .addOption(
      new Option('--huber <delta>', 'Huber loss for --task regression, straight beyond so many standard deviations (1 is usual)').argParser(positiveUpTo(1e6)),
    )
    .optionsGroup('Images:')
    .addOption(imageSizeOption())
    .addOption(meanOption())
    .addOption(stdOption())
    .addOption(skipBrokenOption())
    .addOption(gifOption())
    .addOption(new Option('--drop-duplicates', 'leave copies out of training, and images that are also validated or tested with').default(false as boolean))
    .option('--corrections <csv>', 'relabel images or leave them out, as listed in a CSV from attune clean')
    .addOption(new Option('--fold <i/k>', 'validate on the i-th of k folds, where the data have no validation part').argParser(parseFold))
    .addOption(
      new Option('--split-by <what>', 'how to hold images back where the data have no validation part: by name, or by position, as older runs did')
        .choices(['name', 'position'] as const)
        .default('name' as const),
    )
    .addOption(
      new Option('--sampling <how>', 'an epoch shows each image once (uniform), or each class equally often (balanced), rare ones several times').choices([
        'uniform',
        'balanced',
      ] as const),
    )
    .addOption(augmentOption())
    .addOption(new Option('--mixup <alpha>', 'mix pairs of training images, in stages that augment (0.2 is usual)').argParser(positiveUpTo(1000)))
    .addOption(
      new Option('--cutmix <alpha>', 'paste a patch of one training image into another, in stages that augment (1 is usual)').argParser(positiveUpTo(1000)),
    )
    .addOption(new Option('--augmented-views <n>', 'augment each image in n fixed ways, whose features are computed once').argParser(countUpTo(10_000)))
    .optionsGroup('Run:')
    .option('--config <file>', 'take data and options from a YAML or JSON file, by their names; the command line wins')
    .option('--out <folder>', 'folder of the run (default: runs/NAME)')
    .option('--resume <run>', 'resume a run that was stopped, with its own settings')
    .option('--accept-changed-data', 'resume with images added, removed or changed; every known image stays in its part')
    .option('--forget-best', 'resume without the best weights where they are missing or damaged')
    .addOption(new Option('--checkpoint-every <steps|time>', 'also save a checkpoint every so many steps (200), or so often (5m)').argParser(parseInterval))
    .addOption(new Option('--until-epoch <n>', 'stop after so many epochs of the recipe; resume later').argParser(countUpTo(10_000_000)))
    .option('--tensorboard', 'also write events for TensorBoard to RUN/tensorboard')
    .option('--csv', 'also write the epochs to RUN/metrics.csv')
    .option('--no-report', 'do not write report.html at the end')
    .optionsGroup('Machine:')
    .addOption(backendOption())
    .addOption(threadsOption())
    .addOption(loaderThreadsOption())
    .addOption(new Option('--cache <megabytes>', 'memory for cached features, per split').argParser(countUpTo(2 ** 20)).default(1024))
    .addOption(new Option('--disk-cache <megabytes>', 'disk for features that do not fit in memory; 0 for none').argParser(wholeUpTo(2 ** 24)).default(4096))
    .action((path, words, command) => {
      const work: Work = async (context) => {
        const named = words.config === undefined ? undefined : await (await import('./finetune/command-file.ts')).takeOptionsOf(words.config, command);
        const [data, flags, given] = [path ?? named, command.opts(), givenOptions(command)];
        if (flags.seeds === undefined && flags.folds === undefined) return (await import('./finetune.ts')).finetune(data, { ...flags, given }, context);
        const { repeatFinetune } = await import('./finetune/repeat.ts');
        return repeatFinetune(data, { ...flags, given: Object.fromEntries(Object.entries(flags).filter(([name]) => given.includes(name))) }, context);
      };
      return run(words, work, { keepsWork: true });
    });
}
