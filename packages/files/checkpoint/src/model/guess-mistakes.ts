import { type Network, gatesOf, isAttentionField, namedModules, namedVariables, pathAround } from '@attune/nn';

import { quoteForMessage, quoteName, quoteNames } from '../quote-for-message.ts';
import { firstKernels } from '../flavour/first-kernels.ts';
import { integersInWords } from './integer-weights.ts';
import type { MisfitFaults } from './misfit-error.ts';
import { isCounterName } from './named-counters.ts';

type Faults = Pick<MisfitFaults, 'missing' | 'unexpected' | 'misshapen' | 'integers' | 'otherTraits'>;

/** What a person probably did, from the pattern of the faults, with the way out. `fileNames` are
 * all that the file has, in the model's spelling. */
export function guessMistakes(model: Network, faults: Faults, fileNames: ReadonlySet<string>): string[] {
  const guesses = [
    quantised(faults),
    headNames(model, faults),
    noHead(model, faults),
    classes(model, faults),
    layout(faults),
    channels(faults),
    batchNorm(model, fileNames),
    attention(model, faults),
    noAttention(model, faults),
    trait(faults),
  ];
  const hints = guesses.filter((hint) => hint !== undefined);
  return hints.length > 0
    ? hints
    : [depth(faults) ?? 'Load it into the architecture that it was saved from, or map its names: rename, on the command line --rename FROM=TO.'];
}

function quantised({ integers: [first, ...others] }: Faults): string | undefined {
  return first === undefined ? undefined : integersInWords([first, ...others]);
}

/** A part of the head is missing, and the file has some other dense layer that no one asked for. */
function headNames(model: Network, { missing, unexpected }: Faults): string | undefined {
  const fields = model.segments().at(-1)?.fields ?? [];
  const own = missing.filter((name) => fields.some((field) => name.startsWith(`${field}.`)));
  const dense = unexpected.filter((name) => /(^|\.)(fc|linear|classifier|head|last_linear|output)(\.|$)/.test(name));
  if (own.length === 0 || dense.length === 0) return undefined;
  return `The classifier has other names: ${quoteNames(own, 8)} in the model, ${quoteNames(dense, 8)} in the file. It belongs to another architecture, or map them: rename, on the command line --rename ${quoteName(`${layerOf(dense[0]!)}.*=${layerOf(own[0]!)}.*`)}.`;
}

/** Of `head.fc.weight` `head.fc`. */
function layerOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

/** All that is missing is of the head, and the file has nothing else for it. */
function noHead(model: Network, { missing, unexpected, misshapen }: Faults): string | undefined {
  const fields = model.segments().at(-1)?.fields ?? [];
  const isOfHead = (name: string) => fields.some((field) => name.startsWith(`${field}.`));
  if (missing.length === 0 || unexpected.length + misshapen.length > 0 || !missing.every(isOfHead)) return undefined;
  return 'The file has no classifier, so it cannot judge an image: fine-tune it first (attune finetune), which gives it a new one.';
}

/** The head is of another number of classes: elsewhere the model gets a new one, here
 * it may not. */
function classes(model: Network, { misshapen }: Faults): string | undefined {
  const fields = model.segments().at(-1)?.fields ?? [];
  const head = misshapen.find(({ name, expected }) => expected[0] === model.classes && fields.some((field) => name.startsWith(`${field}.`)));
  if (head === undefined) return undefined;
  return `The file tells ${head.actual[0]} classes apart, and the model ${model.classes}: these are the weights of another training.`;
}

/** Kernels whose sizes are the model's in another order. */
function layout({ misshapen }: Faults): string | undefined {
  const turned = misshapen.find(({ actual, expected }) => expected.length > 1 && String(sorted(actual)) === String(sorted(expected)));
  if (turned === undefined) return undefined;
  return `${turned.name} has the model's sizes in another order: this file is not in PyTorch's layout. Save it with saveModel or from PyTorch.`;
}

function sorted(sizes: readonly number[]): number[] {
  return [...sizes].sort((a, b) => a - b);
}

/** A first kernel for images of other channels than the model's. */
function channels({ misshapen }: Faults): string | undefined {
  const kernel = misshapen.find(({ name, actual, expected }) => firstKernels.has(name) && actual.length === 4 && actual[1] !== expected[1]);
  if (kernel === undefined) return undefined;
  const [own, wanted] = [kernel.actual[1], kernel.expected[1]];
  return `The file's network sees images of ${own} channels, and the model of ${wanted}: choose ${own} (channels, on the command line --channels ${own}), or give weights of three, which withImageChannels adapts.`;
}

/** One side has batch norms, and the other none at all. */
function batchNorm(model: Network, fileNames: ReadonlySet<string>): string | undefined {
  const [modelHas, fileHas] = [[...namedVariables(model)].some(([name]) => isNorm(name)), [...fileNames].some(isNorm)];
  if (modelHas === fileHas) return undefined;
  return modelHas
    ? 'The file has no batch norms, and the model has: it belongs to the architecture without them (vgg16, not vgg16_bn).'
    : 'The file has batch norms, and the model has none: it belongs to the architecture with them (vgg16_bn, not vgg16).';
}

function isNorm(name: string): boolean {
  return name.endsWith('.running_mean') || isCounterName(name);
}

/** A part of attention that the model has otherwise, or, where all that the model has fits, modules
 * beside its own: attention, by all experience, whatever its kind is called. */
function attention(model: Network, { missing, unexpected, misshapen }: Faults): string | undefined {
  const gates = [...gatesOf(model).keys()];
  const otherwise = unexpected.flatMap((name) => pathAround(gates, name) ?? []);
  const more = missing.length + misshapen.length > 0 ? [] : modulesBeside(model, unexpected);
  const paths = [...new Set([...otherwise, ...more])];
  if (paths.length === 0) return undefined;
  return `The file has attention that the model lacks or has in another variant or place (${quoteNames(paths, 4)}): build the model with the same attention and placement.`;
}

/** Gates that the file has nothing of: elsewhere they begin anew, here they may not. */
function noAttention(model: Network, { missing }: Faults): string | undefined {
  const gates = [...gatesOf(model).keys()];
  const paths = gates.filter((path) => missing.some((name) => pathAround([path], name) !== undefined));
  if (paths.length === 0) return undefined;
  return `The file lacks attention that the model has (${quoteNames(paths, 4)}): these are the weights of another training, or damaged.`;
}

/** Paths of modules that only the file has, where the model has what they lie in and
 * nothing in their
 * place: `layer1.0.cbam` of a block without one. Beside a network's own fields, a list or a single
 * layer is rather of a larger network. */
function modulesBeside(model: Network, names: readonly string[]): string[] {
  const modules = new Set([...namedModules(model)].map(([path]) => path));
  const taken = new Set([...namedVariables(model)].flatMap(([own]) => own.split('.').map((_, index, fields) => fields.slice(0, index + 1).join('.'))));
  return names.flatMap((name) => {
    const fields = name.split('.');
    const parent = fields.findLastIndex((_, index) => modules.has(fields.slice(0, index).join('.')));
    const path = fields.slice(0, parent + 1).join('.');
    const [field, ...below] = fields.slice(parent);
    const isModule = isAttentionField(field!) || below.length > (parent > 0 ? 0 : 1);
    return isModule && !taken.has(path) && !/^\d+$/u.test(below[0] ?? '0') ? [path] : [];
  });
}

function trait({ otherTraits: [other] }: Faults): string | undefined {
  if (other === undefined) return undefined;
  return `The file's network computes something else with the same names and shapes: build the model with ${quoteName(other.trait)} ${quoteForMessage(other.actual)}.`;
}

/** What both have fits, and one side has more. */
function depth({ missing, unexpected, misshapen }: Faults): string | undefined {
  if (misshapen.length > 0 || missing.length > 0 === unexpected.length > 0) return undefined;
  if (missing.length > 0) return 'The file lacks a part of the model: it is incomplete, or belongs to a smaller architecture.';
  return 'The file has more than the model: it belongs to a larger architecture; or its names are not ours: rename maps them (on the command line --rename FROM=TO), and allowUnexpected leaves them (--rename FROM=, with nothing behind it).';
}
