import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { startBackend } from '@attune/backend';
import { type FlavourName, type OurCheckpoint, type StoredFloat, type WeightsChoice, inNamesOf } from '@attune/checkpoint';

import type { CommandContext, Report } from '../command.ts';
import { pytorchFolder } from '../model/torch-project/pytorch-folder.ts';
import { openWeights, weightsChoice } from '../model/weights.ts';
import { type NetworkFormat, type WrittenNetwork, graphModelFiles, writeNetwork } from '../model/write-network.ts';
import { requireFiniteWeights } from '../model/finite-weights.ts';
import { requireOtherFiles } from '../model/own-source.ts';
import { type WeightsFormat, type WrittenWeights, formatBySuffix, writeWeights } from '../model/write-weights.ts';
import { outputFolder, outputRegularFile } from '../output-path.ts';
import { userPath } from '../paths.ts';
import { configFile, identifyWeights, runFiles } from '@attune/run';
import { bestWeights } from '../run/best-weights.ts';
import { openSavedModel } from '../run/saved-model.ts';
import { figureText } from '../terminal/figures.ts';
import { count, percent } from '../terminal/format.ts';
import { UsageError } from '../usage-error.ts';
import { type Int8Options, writeInt8 } from './export/int8.ts';

export interface ConvertOptions {
  readonly dtype?: StoredFloat | undefined;
  /** Whether an ONNX or tfjs model normalises pixels itself. */
  readonly preprocessing?: boolean | undefined;
  /** Whose names the tensors get. Default: torchvision's, with attention in `cbam`. */
  readonly flavour?: FlavourName | undefined;
  /** Whether to take the moving averages of a run's weights, or of a file that holds both. */
  readonly averaged?: boolean | undefined;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
}

/** A checkpoint in another format, told by the suffix of OUT. */
export async function convert(
  input: string,
  output: string,
  { dtype, preprocessing = false, flavour = 'torchvision', averaged = false, rename }: ConvertOptions,
): Promise<Report> {
  if (input === 'none') throw new UsageError('"none" is not a checkpoint: give a file of weights.');
  const weights = weightsChoice({ averaged });
  const isNetwork = extname(output).toLowerCase() === '.onnx';
  const format = isNetwork ? null : formatBySuffix(output);
  const { path } = await outputRegularFile(output, 'OUT');
  await requireOtherFiles(input, [path], { name: 'OUT' });
  if (format === null) return convertNetwork(input, path, { format: 'onnx', dtype, preprocessing, weights, rename });
  const source = (await openWeights(input, { choice: weights, rename }))!;
  const written = await writeWeights(path, inNamesOf(flavour, source), { format, dtype });
  return noted(source.notes, reportWeights(path, written));
}

/** A report that begins with what was renamed and left out. */
function noted(notes: readonly string[], { json, text, ...rest }: Report): Report {
  if (notes.length === 0) return { json, text, ...rest };
  return { json: { ...(json as object), notes }, text: [...notes, text].join('\n'), ...rest };
}

export interface ExportOptions extends ConvertOptions {
  readonly to: WeightsFormat | NetworkFormat | 'torch-project';
  /** Whether an ONNX or tfjs model has its batch norms in the convolutions before them. */
  readonly foldBatchNorm?: boolean | undefined;
  readonly out?: string | undefined;
}

const fileNames: Readonly<Record<ExportOptions['to'], string>> = {
  torch: 'model.pth',
  safetensors: 'model.exported.safetensors',
  onnx: 'model.onnx',
  tfjs: 'tfjs',
  'torch-project': 'torch-project',
};

/** A run's network with weights of eight bits, where its validation images allow it. */
export async function exportInt8(
  run: string,
  { to, out, preprocessing = false, averaged = false, foldBatchNorm, data, maxDrop }: Omit<ExportOptions, 'dtype'> & Pick<Int8Options, 'data' | 'maxDrop'>,
  context: CommandContext,
): Promise<Report> {
  if (to !== 'onnx' && to !== 'tfjs') throw new UsageError(`int8 weights are of onnx and tfjs: ${to} is written with weights of f32, f16 or bf16.`);
  const { folder, path } = await exportPlace(run, { to, out });
  const written = await writeInt8(folder, path, { format: to, preprocessing, foldBatchNorm, weights: weightsChoice({ averaged }), data, maxDrop }, context);
  const { images, metric, before, after, ...network } = written;
  const { text } = reportNetwork(path, network, to);
  const measured = metric === 'accuracy' ? { accuracyBefore: before, accuracyAfter: after } : { metric, metricBefore: before, metricAfter: after };
  const said =
    metric === 'accuracy'
      ? `Of ${count(images)} validation images ${percent(before)} are right before and ${percent(after)} with int8 weights`
      : `${metric} on ${count(images)} validation images: ${figureText(metric, before)} before and ${figureText(metric, after)} with int8 weights`;
  return { json: { path, ...network, images, ...measured }, text: `${text}\n${said}` };
}

/** A run's best weights, or the best averages of them, as a file to take elsewhere. */
export async function exportRun(run: string, options: ExportOptions): Promise<Report> {
  const { to, out, dtype, preprocessing = false, averaged = false, foldBatchNorm } = options;
  if (foldBatchNorm === true && to !== 'onnx' && to !== 'tfjs') failOnFolding(to);
  if (to === 'torch-project') return exportTorchProject(await runAt(run), userPath(out ?? join(run, fileNames[to])), { dtype, preprocessing, averaged });
  const { folder, path } = await exportPlace(run, { to, out });
  const weights = weightsChoice({ averaged });
  if (to === 'onnx' || to === 'tfjs') return convertNetwork(run, path, { format: to, dtype, preprocessing, foldBatchNorm, weights });
  const source = (await openWeights(await bestWeights(folder, weights)))!;
  await requireFiniteWeights(run, source);
  const report = reportWeights(path, await writeWeights(path, source, { format: to, dtype }));
  return to === 'torch' ? { ...report, text: report.text + inPyTorch(source) } : report;
}

/** Which class reads the attention of weights in PyTorch, and where it is; nothing where
 * torchvision's network does. */
function inPyTorch(weights: OurCheckpoint): string {
  const { attention } = identifyWeights(weights);
  if (attention === null) return '';
  const kind = attention.variant.startsWith('se') ? 'se' : 'cbam';
  return `\nIn PyTorch, add_${kind} gives the network its attention: ${join(pytorchFolder(), `attune_${kind}.py`)}`;
}

function failOnFolding(to: string): never {
  throw new UsageError(
    `Batch norms are folded in onnx and tfjs models alone: a ${to} file is loaded into a network that has its batch norms, which torch.nn.utils.fusion.fuse_conv_bn_eval folds there (leave --fold-batch-norm out).`,
  );
}

/** The run's folder, and where its export goes. */
async function exportPlace(run: string, { to, out }: Pick<ExportOptions, 'to' | 'out'>): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = await runAt(run);
  const path = userPath(out ?? join(run, fileNames[to]));
  await (to === 'tfjs' ? outputFolder : outputRegularFile)(out ?? path, '--out');
  await requireOtherFiles(run, to === 'tfjs' ? graphModelFiles(path) : [path], { name: '--out' });
  return { folder, path };
}

/** The folder of a run.
 *
 * @throws {UsageError} when it is none. */
async function runAt(run: string): Promise<string> {
  const folder = userPath(run);
  if ((await stat(join(folder, configFile)).catch(() => null)) !== null) return folder;
  throw new UsageError(`${run} is not a run: it has no ${configFile}. For a bare checkpoint: attune convert IN OUT.`);
}

/** @throws {UsageError} on an option that a project does not take. */
async function exportTorchProject(
  folder: string,
  path: string,
  { dtype, preprocessing, averaged }: Omit<ConvertOptions, 'flavour' | 'rename'>,
): Promise<Report> {
  if (dtype !== undefined || preprocessing === true || averaged === true)
    throw new UsageError('A torch project holds weights as they are trained: leave --dtype, --preprocessing and --averaged out.');
  await outputFolder(path, '--out');
  await requireFiniteWeights(folder, (await openWeights(join(folder, runFiles.best)))!);
  await startBackend('auto');
  const { writeTorchProject } = await import('../model/torch-project/write-torch-project.ts');
  const written = await writeTorchProject(folder, path);
  const missing = written.leftOut.length === 0 ? '' : `\nThe recipe also has ${written.leftOut.join(', ')}: the program does without.`;
  const images = `${count(written.trainImages)} training and ${count(written.validationImages)} validation images ${written.images === null ? 'written to it' : `in ${written.images}`}`;
  return { json: { path, ...written }, text: `${path}: start it with torchrun train.py; ${images}${missing}` };
}

type ConvertNetworkOptions = Parameters<typeof writeNetwork>[2] & { readonly weights: WeightsChoice } & Pick<ConvertOptions, 'rename'>;

async function convertNetwork(input: string, path: string, { weights, rename, ...options }: ConvertNetworkOptions): Promise<Report> {
  await startBackend('auto');
  const saved = await openSavedModel(input, { weights, rename });
  return noted(saved.notes, reportNetwork(path, await writeNetwork(path, saved, options), options.format));
}

function reportWeights(path: string, written: WrittenWeights): Report {
  const { tensors, bytes, largestDifference } = written;
  const check =
    largestDifference === 0
      ? 'read back, it is equal bit for bit'
      : `read back, values differ by at most ${largestDifference.toPrecision(2)} of the largest of their tensor`;
  return { json: { path, ...written }, text: `${path}: ${count(tensors)} tensors, ${count(bytes)} bytes; ${check}` };
}

function reportNetwork(path: string, written: WrittenNetwork, format: NetworkFormat): Report {
  const { bytes, largestDifference, checkedWith } = written;
  const runtime = format === 'onnx' ? 'onnxruntime-web' : '@tensorflow/tfjs-converter';
  const check =
    largestDifference === null
      ? `not run by another runtime: install ${runtime} beside attune, and it is`
      : `run by ${checkedWith}, its logits differ from ours by at most ${largestDifference.toPrecision(2)} of the largest`;
  return { json: { path, ...written }, text: `${path}: ${count(bytes)} bytes; ${check}` };
}
