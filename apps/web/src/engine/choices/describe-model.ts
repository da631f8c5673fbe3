import { type LayerRow, type ModelSummary, summarizeModel } from '@attune/insight';
import { type Network, disposeModule } from '@attune/nn';
import { type ModelSpec, buildEmptyModel } from '@attune/zoo';

import type { ModelBlock, ModelDescription, WeightsSource } from '../protocol/choices.ts';
import { attentionTakes } from './network-choices.ts';
import { usualTraining } from './usual-training.ts';

/** A network with attention wherever its kind and placement put it: what every choice
 * of blocks is counted from. */
interface WholeNetwork {
  readonly summary: ModelSummary;
  /** Names of the segments, with the paths that their state begins with. */
  readonly segments: readonly { readonly name: string; readonly fields: readonly string[] }[];
}

/** What a drawing takes beside the network. */
interface DrawnWith {
  readonly imageSize: number;
  readonly weights: WeightsSource['kind'];
  readonly trainImages: number;
}

/** Describes networks, and remembers the newest: a block that is switched on or off
 * changes sums alone. */
export class ModelDescriber {
  #newest: { readonly key: string; readonly whole: WholeNetwork } | null = null;

  describe({ attentionBlocks, attentionStages, ...spec }: ModelSpec, { imageSize, weights, trainImages }: DrawnWith): ModelDescription {
    const key = JSON.stringify([spec, imageSize]);
    if (this.#newest?.key !== key) this.#newest = { key, whole: lookAt(spec, imageSize) };
    const { summary, segments } = this.#newest.whole;
    const chosen = attentionBlocks ?? attentionStages?.map((stage) => segments[stage]?.name ?? '');
    const blocks = blocksOf(summary, segments, spec).map((block) => ({ ...block, attends: block.canAttend && (chosen?.includes(block.id) ?? true) }));
    const left = blocks.filter(({ canAttend, attends }) => canAttend && !attends);
    return {
      architecture: spec.architecture,
      imageSize,
      blocks,
      parameters: summary.parameters - total(left, ({ attentionParameters }) => attentionParameters),
      multiplyAdds: summary.multiplyAdds - total(left, ({ attentionMultiplyAdds }) => attentionMultiplyAdds),
      attentionTakes: attentionTakes(spec.attention),
      trainingBytes: summary.trainingBytes,
      suits: usualTraining(spec.architecture, { weights, trainImages, trainingBytes: summary.trainingBytes }),
    };
  }
}

function lookAt(spec: ModelSpec, imageSize: number): WholeNetwork {
  const network = buildEmptyModel(spec);
  try {
    return { summary: summarizeModel(network, { imageSize }), segments: segmentsOf(network) };
  } finally {
    disposeModule(network);
  }
}

function segmentsOf(network: Network): WholeNetwork['segments'] {
  return network.segments().map(({ name, fields }) => ({ name, fields: [...fields] }));
}

function blocksOf({ layers }: ModelSummary, segments: WholeNetwork['segments'], { attention, placement }: ModelSpec): ModelBlock[] {
  return segments.flatMap(({ name, fields }) => {
    const rows = layers.filter(({ path }) => fields.some((field) => path === field || path.startsWith(`${field}.`)));
    const numbers = /^layer\d+$/u.test(name) && placement !== 'after-stage' ? childrenOf(name, rows) : [];
    if (numbers.length > 0)
      return numbers.map((path) =>
        blockOf(
          path,
          name,
          rows.filter((row) => row.path === path || row.path.startsWith(`${path}.`)),
          attention !== 'none',
        ),
      );
    const canAttend = attention !== 'none' && rows.some((row) => row.attention);
    return [blockOf(name, name, rows, canAttend)];
  });
}

/** `layer1.0`, `layer1.1`, … */
function childrenOf(stage: string, rows: readonly LayerRow[]): string[] {
  return [...new Set(rows.map(({ path }) => path.split('.').slice(0, 2).join('.')))].filter((path) => path.startsWith(`${stage}.`));
}

function blockOf(id: string, stage: string, rows: readonly LayerRow[], canAttend: boolean): ModelBlock {
  const [own, gates] = [
    rows.filter(({ composite, attention }) => !composite && !attention),
    rows.filter(({ composite, attention }) => !composite && attention),
  ];
  const [height, width, channels] = outputOf(rows.filter(({ attention }) => !attention));
  return {
    id,
    label: id,
    stage,
    output: [height, width, channels],
    parameters: total(own, ({ parameters }) => parameters),
    multiplyAdds: total(own, ({ multiplyAdds }) => multiplyAdds),
    canAttend,
    attends: canAttend,
    attentionParameters: total(gates, ({ parameters }) => parameters),
    attentionMultiplyAdds: total(gates, ({ multiplyAdds }) => multiplyAdds),
  };
}

/** Of the last row; a row of features counts as one position. */
function outputOf(rows: readonly LayerRow[]): [number, number, number] {
  const shape = rows.at(-1)?.outputShape ?? [1, 1, 1, 1];
  return shape.length === 4 ? [shape[1]!, shape[2]!, shape[3]!] : [1, 1, shape.at(-1)!];
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
