import { availableParallelism } from 'node:os';

import { architectureNames, parseArchitecture } from '@attune/zoo';
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';

import { fuzz, fuzzPictures, fuzzWeb } from './commands/fuzz.ts';
import { kernels } from './commands/kernels.ts';
import { kill } from './commands/kill.ts';
import { measure } from './commands/measure.ts';
import { profile } from './commands/profile.ts';
import { promises, trialPrograms } from './commands/promises.ts';
import { read } from './commands/read.ts';
import { recipe } from './commands/recipe.ts';
import { type PeerName, peerNames } from './measure/peer-process.ts';
import { trialSets } from './promises/trial-sets.ts';
import type { NetworkWork } from './work/work.ts';

/** `attune-bench step | forward | profile | kernels | recipe | kill | promises | fuzz |
 * fuzz-images | read`. */
export function buildProgram() {
  const program = new Command('attune-bench').description('how fast Attune is beside its peers, on the same work in one run');
  addNetworkCommand(program, 'step', 'a full training step: forward, backward, update');
  addNetworkCommand(program, 'forward', 'a forward pass in evaluation');
  addProfile(program);
  addKernels(program);
  addRecipe(program);
  addKill(program);
  addPromises(program);
  addFuzz(program);
  addFuzzImages(program);
  addFuzzServer(program);
  addRead(program);
  return program;
}

function addNetworkCommand(program: Command, kind: NetworkWork['kind'], description: string): void {
  withNetwork(program.command(kind).description(description))
    .addOption(againstOption())
    .addOption(roundsOption())
    .addOption(repetitionsOption())
    .addOption(warmUpOption())
    .addOption(jsonOption())
    .action((options) => measure(networkWork(kind, options), options));
}

function addProfile(program: Command): void {
  withNetwork(program.command('profile').description('where the time goes, kernel by kernel'))
    .addOption(new Option('--pass <kind>', 'step or forward').choices(['step', 'forward'] as const).default('step' as const))
    .addOption(repetitionsOption())
    .addOption(warmUpOption())
    .addOption(jsonOption())
    .action((options) => profile(networkWork(options.pass, options), options));
}

interface NetworkOptions {
  readonly arch: string;
  readonly attention: string;
  readonly batch: number;
  readonly imageSize?: number | undefined;
  readonly threads: number;
}

function withNetwork(command: Command) {
  return command
    .option('--arch <name>', architectureNames.join(', '), parseArchitecture, 'resnet18')
    .addOption(new Option('--attention <kind>', 'none or cbam (identity, after every block)').choices(['none', 'cbam'] as const).default('none' as const))
    .option('--batch <n>', 'images', parseCount, 16)
    .option('--image-size <pixels>', 'side of an image (default: 224, of a CIFAR network 32)', parseCount)
    .addOption(threadsOption());
}

function networkWork(kind: NetworkWork['kind'], { arch, attention, batch, imageSize, threads }: NetworkOptions): NetworkWork {
  const cifar = /^resnet(20|32|44|56|110)$/u.test(arch);
  const size = imageSize ?? (cifar ? 32 : 224);
  return { kind, architecture: arch, attention: attention === 'cbam', batch, imageSize: size, classes: cifar ? 10 : 1000, threads };
}

function addKernels(program: Command): void {
  program
    .command('kernels')
    .description('convolutions: a 3×3 of 64 channels first, then the other kinds that ResNet-18 has')
    .addOption(
      new Option('--pass <kind>', 'forward, or training: output and both gradients').choices(['forward', 'training'] as const).default('training' as const),
    )
    .option('--batch <n>', 'images', parseCount, 8)
    .option('--only <n>', 'measure only the first n of them', parseCount)
    .addOption(threadsOption())
    .addOption(againstOption())
    .addOption(roundsOption())
    .addOption(repetitionsOption())
    .addOption(warmUpOption())
    .addOption(jsonOption())
    .action((options) => kernels(options));
}

function addRecipe(program: Command): void {
  program
    .command('recipe')
    .description('`attune finetune --recipe three-stage` on ants and bees beside the same recipe in PyTorch, as whole processes')
    .requiredOption('--data <folder>', 'folder with hymenoptera/, checkpoints/ and reference/')
    .option('--epochs <a,b,c>', 'of each stage', '2,2,1')
    .addOption(threadsOption())
    .option('--rounds <n>', 'runs of each', parseCount, 1)
    .addOption(jsonOption())
    .action((options) => recipe(options));
}

function addKill(program: Command): void {
  program
    .command('kill')
    .description('kill -9 at random moments of training, resumed each time: the weights must be those of the uninterrupted run')
    .option('--kills <n>', 'in all', parseCount, 32)
    .option('--architecture <name>', architectureNames.join(', '), parseArchitecture, 'resnet20')
    .addOption(new Option('--backend <name>', 'wasm or cpu').choices(['wasm', 'cpu'] as const).default('wasm' as const))
    .option('--image-size <pixels>', 'side of an image', parseCount, 32)
    .option('--images <n>', 'training images of each of two classes', parseCount, 12)
    .option('--epochs <a,b,c>', 'of each stage', '2,2,2')
    .option('--seed <n>', 'of the moments', parseCount, 1)
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action((options) => kill(options));
}

function addFuzz(program: Command): void {
  program
    .command('fuzz')
    .description('reads mutated checkpoints: each must be read, or refused by an error of ours, in little time and memory')
    .option('--files <n>', 'in all', parseCount, 200_000)
    .option('--seed <n>', 'of the mutations', parseCount, 1)
    .addOption(jsonOption())
    .action((options) => fuzz(options));
}

function addFuzzImages(program: Command): void {
  program
    .command('fuzz-images')
    .description('decodes mutated images: each must be decoded, or refused as broken, in little time and memory')
    .option('--files <n>', 'in all', parseCount, 170_000)
    .option('--seed <n>', 'of the mutations', parseCount, 1)
    .addOption(jsonOption())
    .action((options) => fuzzPictures(options));
}

function addFuzzServer(program: Command): void {
  program
    .command('fuzz-server')
    .description('sends mutated requests to attune web on this machine: each must be answered, and the page served after them')
    .option('--requests <n>', 'in all', parseCount, 10_000)
    .option('--seed <n>', 'of the mutations', parseCount, 1)
    .addOption(jsonOption())
    .action((options) => fuzzWeb(options));
}

function addRead(program: Command): void {
  program
    .command('read')
    .description("ResNet-18's 47 MB of weights into tensors or a network, beside torch.load and load_state_dict")
    .option('--file <path>', 'a .pth of a ResNet-18 (default: one that torch writes)')
    .option('--rounds <n>', 'readings of each, in turns', parseCount, 9)
    .addOption(new Option('--into <what>', 'tensors, or a network').choices(['tensors', 'network'] as const).default('network' as const))
    .addOption(new Option('--processes <how>', 'that stay, or a fresh one for each reading').choices(['stay', 'fresh'] as const).default('stay' as const))
    .addOption(new Option('--memory <how>', 'freed memory as the system keeps it, or kept').choices(['system', 'kept'] as const).default('system' as const))
    .addOption(jsonOption())
    .action((options) => read(options));
}

function addPromises(program: Command): void {
  program
    .command('promises')
    .description('what the default recipe promises, tried over seeds on real images beside the head alone and PyTorch')
    .requiredOption('--data <folder>', 'folder with the image sets, checkpoints/ and reference/')
    .option('--sets <names>', 'separated by commas', (text) => text.split(','), Object.keys(trialSets))
    .option('--programs <names>', 'separated by commas', (text) => text.split(','), [...trialPrograms])
    .option('--seeds <n>', 'of each', parseCount, 5)
    .option('--epochs <a,b,c>', 'of each stage; the head alone gets the first, or their sum', '2,2,1')
    .option('--log <file>', 'a JSON line for each run; what it holds is not run again', 'promises.jsonl')
    .action((options) => promises(options));
}

const threadsOption = () => new Option('--threads <n>', 'threads of every peer').argParser(parseCount).default(availableParallelism());
const roundsOption = () => new Option('--rounds <n>', 'how often every system has its turn').argParser(parseCount).default(5);
const repetitionsOption = () => new Option('--repetitions <n>', 'repetitions in a turn').argParser(parseCount).default(4);
const warmUpOption = () => new Option('--warm-up <n>', 'repetitions before the first turn').argParser(parseCount).default(5);
const jsonOption = () => new Option('--json', 'print one JSON document instead of a table');
const againstOption = () =>
  new Option('--against <peers>', `peers, separated by commas: ${peerNames.join(', ')}`)
    .argParser(parsePeers)
    .default(['torch'] as readonly PeerName[], 'torch');

function parseCount(text: string): number {
  if (/^[1-9]\d*$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 up.');
}

function parsePeers(text: string): readonly PeerName[] {
  const names = text.split(',').filter((name) => name !== '' && name !== 'none');
  const unknown = names.filter((name) => !(peerNames as readonly string[]).includes(name));
  if (unknown.length > 0) throw new InvalidArgumentError(`There is no peer ${unknown.join(', ')}: choose from ${peerNames.join(', ')}, or none.`);
  return names as PeerName[];
}
