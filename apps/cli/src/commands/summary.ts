import { startBackend } from '@attune/backend';
import { type LayerRow, type ModelSummary, modelDiagram, summarizeModel } from '@attune/insight';
import { type AttentionPlacement, type GateSelection, type PublishedFigures, disposeModule } from '@attune/nn';
import { type Architecture, type AttentionKind, type ModelSpec, architectures, buildEmptyModel, requireFitting } from '@attune/zoo';

import type { Report } from '../command.ts';
import { flagOf } from '../flag-of.ts';
import { requireNoInput } from '../model/own-source.ts';
import { outputFile } from '../output-path.ts';
import { openSavedModel } from '../run/saved-model.ts';
import { count, percent } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';

export interface SummaryOptions {
  readonly arch?: Architecture | undefined;
  /** Of the images; 3 when left out. */
  readonly channels?: number | undefined;
  readonly attention?: AttentionKind | undefined;
  readonly reduction: number;
  readonly placement?: AttentionPlacement | undefined;
  readonly attentionKernel?: number | undefined;
  readonly attentionGates?: GateSelection | undefined;
  /** Paths such as `layer1.0`; all that can have attention when left out. */
  readonly attentionBlocks?: readonly string[] | undefined;
  /** As many as the published network has when left out. */
  readonly classes?: number | undefined;
  readonly imageSize?: number | undefined;
  readonly svg?: string | undefined;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
}

/** What a network is made of, what each layer costs, and what attention adds: the network that the
 * flags describe, or that of a run or a checkpoint.
 *
 * @throws {UsageError} when neither is named, or both are. */
export async function summary(run: string | undefined, options: SummaryOptions): Promise<Report> {
  if (run === undefined && options.rename !== undefined) throw new UsageError('--rename is for the tensors of a checkpoint: name one, or leave --rename out.');
  const chosen = run === undefined ? chosenNetwork(options) : null;
  const drawing = options.svg === undefined ? undefined : await outputFile(options.svg, '--svg');
  if (drawing !== undefined && run !== undefined) await requireNoInput({ models: [run] }, drawing.path, '--svg');
  await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const { spec, imageSize } = chosen ?? (await savedNetwork(run!, options));
  const { architecture, attention, placement, classes } = spec;
  const described = architectures[architecture];
  const plain = summarizeSpec({ architecture, classes, channels: spec.channels, attention: 'none', reduction: spec.reduction, placement, seed: 0 }, imageSize);
  const whole = attention === 'none' ? plain : summarizeSpec(spec, imageSize);
  await drawing?.write(modelDiagram(whole));
  const known = classes === described.classes && (spec.channels ?? 3) === 3 && imageSize === described.imageSize ? (described.published ?? null) : null;
  const adds = attention === 'none' ? null : difference(whole, plain);
  const json = { ...whole, attention, placement, classes, attentionAdds: adds, published: known };
  return { json, text: describe(whole, { adds, known }) };
}

interface SummarizedNetwork {
  readonly spec: ModelSpec;
  readonly imageSize: number;
}

function chosenNetwork({
  arch,
  channels,
  attention = 'identity',
  reduction,
  attentionKernel,
  attentionGates,
  attentionBlocks,
  ...options
}: SummaryOptions): SummarizedNetwork {
  if (arch === undefined) throw new UsageError('summary needs a network: pass a run, a checkpoint, or --arch, such as --arch resnet18.');
  const described = architectures[arch];
  const { placement = described.placement, classes = described.classes, imageSize = described.imageSize } = options;
  requireFitting(arch, { attention, attentionKernel, attentionGates, placement, imageSize, attentionBlocks }, { spell: flagOf });
  return {
    spec: { architecture: arch, classes, channels, attention, reduction, placement, attentionKernel, attentionGates, attentionBlocks, seed: 0 },
    imageSize,
  };
}

/** A run and a checkpoint tell their network themselves; the size of images may be another. */
async function savedNetwork(
  run: string,
  { arch, channels, attention, placement, attentionKernel, attentionGates, attentionBlocks, classes, imageSize, rename }: SummaryOptions,
): Promise<SummarizedNetwork> {
  const chosen = {
    channels,
    attention,
    placement,
    'attention-kernel': attentionKernel,
    'attention-gates': attentionGates,
    'attention-blocks': attentionBlocks,
    classes,
  };
  const said = Object.entries(chosen).filter(([, value]) => value !== undefined);
  if (said.length > 0) throw new UsageError(`${run} tells its own network: leave out ${said.map(([name]) => `--${name}`).join(', ')}.`);
  const { network, spec, preprocessing } = await openSavedModel(run, { architecture: arch, rename, ...(imageSize === undefined ? {} : { imageSize }) });
  disposeModule(network);
  return { spec, imageSize: preprocessing.imageSize };
}

function summarizeSpec(spec: ModelSpec, imageSize: number): ModelSummary {
  const network = buildEmptyModel(spec);
  try {
    return summarizeModel(network, { imageSize });
  } finally {
    disposeModule(network);
  }
}

type Sums = Pick<ModelSummary, 'parameters' | 'multiplyAdds' | 'forwardBytes' | 'trainingBytes'>;

function difference(whole: ModelSummary, plain: ModelSummary): Sums {
  const of = (sum: keyof Sums) => whole[sum] - plain[sum];
  return { parameters: of('parameters'), multiplyAdds: of('multiplyAdds'), forwardBytes: of('forwardBytes'), trainingBytes: of('trainingBytes') };
}

function describe(whole: ModelSummary, { adds, known }: { readonly adds: Sums | null; readonly known: PublishedFigures | null }): string {
  const head = ['layer', 'kind', 'output', 'parameters', 'multiply-adds', 'sees', 'output bytes'];
  const { parameters, multiplyAdds, forwardBytes, trainingBytes, parameterBytes } = whole;
  return [
    table(head, whole.layers.map(cells), head.slice(3)),
    '',
    `Parameters: ${count(parameters)} (${megabytes(parameterBytes)})${known === null ? '' : `; published without attention: ${count(known.parameters)}`}`,
    `Multiply-adds per image: ${billions(multiplyAdds)}${known === null ? '' : `; published without attention: ${billions(known.multiplyAdds)}`}`,
    `Memory per image: ${megabytes(forwardBytes)} for the largest layer's input and output in a forward pass, ${megabytes(trainingBytes)} for all outputs in training`,
    ...(adds === null ? [] : [describeAdded(adds, whole)]),
  ].join('\n');
}

function describeAdded(adds: Sums, { parameters, multiplyAdds, trainingBytes }: ModelSummary): string {
  const memory = `${megabytes(adds.trainingBytes)} in training (${share(adds.trainingBytes, trainingBytes)})`;
  return `Attention adds ${count(adds.parameters)} parameters (${share(adds.parameters, parameters)}), ${billions(adds.multiplyAdds)} multiply-adds (${share(adds.multiplyAdds, multiplyAdds)}) and ${memory}`;
}

/** Of what there was before. */
function share(added: number, all: number): string {
  return percent(added / (all - added));
}

function cells({ path, kind, composite, outputShape, parameters, multiplyAdds, receptiveField, outputBytes }: LayerRow): string[] {
  const indent = '  '.repeat(path.split('.').length - 1);
  const sees = receptiveField === null ? '' : receptiveField === 'whole' ? 'all' : `${receptiveField} px`;
  const costs = composite ? ['', ''] : [count(parameters), count(multiplyAdds)];
  return [indent + path, kind, outputShape.slice(1).join(' × '), ...costs, sees, count(outputBytes)];
}

function billions(value: number): string {
  return value >= 1e8 ? `${(value / 1e9).toFixed(3)} G` : `${(value / 1e6).toFixed(2)} M`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
