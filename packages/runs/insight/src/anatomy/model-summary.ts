import { refuseUnknownOptions } from '@attune/errors';
import {
  type AnyModule,
  Conv2d,
  type ForwardContext,
  Linear,
  MaxPool2d,
  type GateReport,
  type Network,
  gatesOf,
  namedModules,
  namedParameters,
  pathAround,
  watchModules,
} from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type GateReach, gateReach } from '../maps/gate-reach.ts';
import { type ReceptiveField, fieldBehind, onePixel } from './receptive-field.ts';

/** One module as it ran. */
export interface LayerRow {
  /** Its path, which begins its state's names. */
  readonly path: string;
  /** `Conv2d`, `BasicBlock`, …: the name of its class, which a minified bundle shortens. */
  readonly kind: string;
  /** Whether it is made of others, which have rows of their own: sums leave it out. */
  readonly composite: boolean;
  /** Whether it belongs to an attention block. */
  readonly attention: boolean;
  /** What it multiplies its input by, computed in itself: `channels`, `positions` or `features`. */
  readonly gates: readonly GateReach[];
  /** Side of its window, in pixels, where it has one. */
  readonly kernelSize: number | null;
  /** For one image: [1, H, W, C], or [1, features]. */
  readonly outputShape: readonly number[];
  /** Scalars that an optimizer may move, of the module itself. */
  readonly parameters: number;
  /** Multiply-adds of convolutions and dense layers, for one image. */
  readonly multiplyAdds: number;
  /** Pixels of the image that an output position sees along a side; `whole` when it is all of them;
   * null inside attention, whose gates are factors. */
  readonly receptiveField: number | 'whole' | null;
  /** Of the output, for one image, in float32. */
  readonly outputBytes: number;
}

/** A network's layers in the order in which they run, and their sums for one image. */
export interface ModelSummary {
  readonly architecture: string;
  readonly imageSize: number;
  readonly layers: readonly LayerRow[];
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly parameterBytes: number;
  /** Largest input and output of one layer together: what a forward pass must hold at
   * once beside the parameters. */
  readonly forwardBytes: number;
  /** All outputs of layers and gates: what training keeps for the backward pass beside parameters,
   * gradients and the optimizer's memory. */
  readonly trainingBytes: number;
}

/** Runs one empty image through a network and writes down what each module did. Multiply-adds count
 * convolutions and dense layers, as torchvision's and the papers' figures do.
 ** @throws {UnknownOptionError} when an option does not exist. */
export function summarizeModel(network: Network, options: { readonly imageSize: number }): ModelSummary {
  refuseUnknownOptions('summarizeModel', options, { imageSize: true });
  const { imageSize } = options;
  const calls = recordCalls(network, imageSize);
  const layers = calls.map(({ row }) => row);
  const leaves = layers.filter(({ composite }) => !composite);
  const parameters = [...namedParameters(network).values()].reduce((sum, { size }) => sum + size, 0);
  return {
    architecture: network.architecture,
    imageSize,
    layers,
    parameters,
    multiplyAdds: total(leaves, ({ multiplyAdds }) => multiplyAdds),
    parameterBytes: parameters * 4,
    forwardBytes: Math.max(...calls.filter(({ row }) => !row.composite).map(({ row, inputBytes }) => row.outputBytes + inputBytes)),
    trainingBytes: total(layers.filter(makesTensor), ({ outputBytes }) => outputBytes),
  };
}

interface Call {
  readonly row: LayerRow;
  readonly inputBytes: number;
}

/** Rows in the order in which modules begin. */
function recordCalls(network: Network, imageSize: number): Call[] {
  const named = [...namedModules(network)].slice(1);
  const attentionPaths = [...gatesOf(network).keys()];
  const gates = new Map<AnyModule, GateReach[]>();
  const paths = new Map<AnyModule, string>(named.map(([path, module]) => [module, path]));
  const fields = new FieldTracker();
  const calls: (Call | null)[] = [];
  const open: { place: number; input: tf.Tensor; before: ReceptiveField }[] = [];
  const enter = (_module: AnyModule, input: tf.Tensor) => {
    open.push({ place: calls.push(null) - 1, input, before: fields.of(input) });
  };
  const leave = (module: AnyModule, output: tf.Tensor) => {
    const { place, input, before } = open.pop()!;
    const path = paths.get(module)!;
    const composite = calls.length > place + 1;
    const attention = pathAround(attentionPaths, path) !== undefined;
    const field = attention ? before : composite ? fields.latest : fieldBehind(module, before);
    fields.set(output, field);
    const seen = { path, composite, attention, gates: gates.get(module) ?? [], output, field };
    calls[place] = { row: describe(module, seen), inputBytes: input.size * 4 };
  };
  const onGate = (report: GateReport) => void gates.set(report.module, [...(gates.get(report.module) ?? []), gateReach(report)]);
  const context: ForwardContext = { training: false, frozen: new Set(), onGate };
  tf.tidy(() => {
    watchModules([...paths.keys()], { enter, leave }, () => network.forward(tf.zeros([1, imageSize, imageSize, network.channels]), context));
  });
  return calls.filter((call) => call !== null);
}

/** Knows the receptive field of what modules gave out. What a bare operation made of it sees as
 * much as the newest output. */
class FieldTracker {
  readonly #fields = new WeakMap<tf.Tensor, ReceptiveField>();
  latest: ReceptiveField = onePixel;

  of(tensor: tf.Tensor): ReceptiveField {
    return this.#fields.get(tensor) ?? this.latest;
  }

  set(tensor: tf.Tensor, field: ReceptiveField): void {
    this.#fields.set(tensor, field);
    this.latest = field;
  }
}

interface Seen {
  readonly path: string;
  readonly composite: boolean;
  readonly attention: boolean;
  readonly gates: readonly GateReach[];
  readonly output: tf.Tensor;
  readonly field: ReceptiveField;
}

function describe(module: AnyModule, { path, composite, attention, gates, output, field }: Seen): LayerRow {
  const own = composite ? [] : [...namedParameters(module).values()];
  const receptiveField = Number.isFinite(field.side) ? field.side : 'whole';
  return {
    path,
    kind: module.constructor.name,
    kernelSize: module instanceof Conv2d || module instanceof MaxPool2d ? module.kernelSize : null,
    composite,
    attention,
    gates,
    outputShape: output.shape,
    parameters: own.reduce((sum, { size }) => sum + size, 0),
    multiplyAdds: composite ? 0 : countMultiplyAdds(module, output),
    receptiveField: attention ? null : receptiveField,
    outputBytes: output.size * 4,
  };
}

/** Every output value of a convolution or dense layer is a sum of as many products as
 * its weight has rows. */
function countMultiplyAdds(module: AnyModule, output: tf.Tensor): number {
  if (!(module instanceof Conv2d) && !(module instanceof Linear)) return 0;
  const { shape, size } = module.weight;
  return output.size * (size / shape.at(-1)!);
}

/** A layer made of others hands on what they made, but a gate multiplies its input. */
function makesTensor({ composite, gates }: LayerRow): boolean {
  return !composite || gates.length > 0;
}

function total(rows: readonly LayerRow[], of: (row: LayerRow) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}
