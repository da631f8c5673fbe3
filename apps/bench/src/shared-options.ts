import { availableParallelism } from 'node:os';

import { architectureNames, architectures, parseArchitecture } from '@attune/zoo';
import { type Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';

import { type PeerName, peerNames } from './measure/peer-process.ts';
import { type NetworkWork, attentionsOfWork, backendsOfWork } from './workload/work.ts';

export const threadsOption = () => new Option('--threads <n>', 'threads of every peer').argParser(parseCount).default(availableParallelism());
export const backendOption = () => new Option('--backend <name>', 'what Attune computes with').choices(backendsOfWork).default('native' as const);
export const roundsOption = () => new Option('--rounds <n>', 'turns of every system').argParser(parseCount).default(5);
export const repetitionsOption = () => new Option('--repetitions <n>', 'repetitions per turn').argParser(parseCount).default(4);
export const warmUpOption = () => new Option('--warm-up <n>', 'repetitions before the first turn').argParser(parseCount).default(5);
export const jsonOption = () => new Option('--json', 'print one JSON document instead of a table');
const architectureOption = () => new Option('--arch <name>', architectureNames.join(', ')).argParser(parseArchitecture).default('resnet18' as const);
const attentionOption = () =>
  new Option('--attention <kind>', 'none, or cbam or se (identity start, after every block)').choices(attentionsOfWork).default('none' as const);
const batchOption = () => new Option('--batch <n>', 'batch size').argParser(parseCount).default(16);
const imageSizeOption = () => new Option('--image-size <pixels>', "side of an image (default: the architecture's)").argParser(parseCount);
export const againstOption = () =>
  new Option('--against <peers>', `peers, separated by commas: ${peerNames.join(', ')}`)
    .argParser(parseNamesOf(peerNames))
    .default(['torch'] as readonly PeerName[], 'torch');

/** A whole number from 1 up. */
export function parseCount(text: string): number {
  if (/^[1-9]\d*$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 up.');
}

/** Some of the names that there are, separated by commas; `none` for none of them. */
export function parseNamesOf<N extends string>(known: readonly N[]): (text: string) => readonly N[] {
  return (text) => {
    const names = text.split(',').filter((name) => name !== '' && name !== 'none');
    const unknown = names.filter((name) => !(known as readonly string[]).includes(name));
    if (unknown.length > 0) throw new InvalidArgumentError(`There is no ${unknown.join(', ')}: choose from ${known.join(', ')}, or none.`);
    return names as N[];
  };
}

/** A command on a network, with the flags that say which. */
export function networkCommand(program: Command, name: string, summary: string) {
  return program
    .command(name)
    .description(summary)
    .addOption(architectureOption())
    .addOption(attentionOption())
    .addOption(batchOption())
    .addOption(imageSizeOption())
    .addOption(backendOption())
    .addOption(threadsOption());
}

type NetworkFlags = ReturnType<ReturnType<typeof networkCommand>['opts']>;

/** What these flags ask for: images and classes of the architecture where they do not say. */
export function networkWork(kind: NetworkWork['kind'], { arch, attention, batch, imageSize, backend, threads }: NetworkFlags): NetworkWork {
  const { imageSize: usual, classes } = architectures[arch];
  return { kind, architecture: arch, attention, batch, imageSize: imageSize ?? usual, classes, backend, threads };
}
