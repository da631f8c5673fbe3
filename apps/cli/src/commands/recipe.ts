import { startBackend } from '@attune/backend';
import { type NetworkChoices, chooseNetwork, chooseRecipe, pickChoices, recipeChoices } from '@attune/run';
import { type Recipe, type RecipeRow, describeRecipe } from '@attune/staged-finetune';
import { type Architecture, architectures, buildEmptyModel, requireFitting } from '@attune/zoo';
import { stringify } from 'yaml';

import type { Report } from '../command.ts';
import { flagOf } from '../flag-of.ts';
import { type RecipeOptions as Adjustments, recipeSource } from '../recipe-source.ts';
import { count, duration } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';
import { estimateStages } from './recipe/estimate-time.ts';

export interface RecipeOptions extends Omit<Adjustments, 'recipe'>, Omit<NetworkChoices, 'architecture' | 'seed'> {
  readonly arch?: Architecture | undefined;
  readonly classes: number;
  readonly yaml: boolean;
  /** Training images that the time is estimated for. */
  readonly images: number;
}

/** A recipe as a table; with an architecture, what each group selects in it; with
 * `--yaml`, the file to edit. */
export async function recipe(name: string, options: RecipeOptions): Promise<Report> {
  const make = chooseRecipe({ ...pickChoices(options, recipeChoices), recipe: await recipeSource(name) });
  const network = options.arch === undefined ? undefined : await networkOf(options.arch, options);
  const chosen = await make(network === undefined ? {} : { network });
  if (options.yaml) return { json: chosen, text: stringify(chosen).trimEnd() };
  const rows = describeRecipe(chosen, network);
  const { images } = options;
  const seconds = network === undefined ? null : estimateStages(network, chosen, { images, imageSize: architectures[options.arch!].imageSize });
  const estimate = seconds === null ? null : { images, stages: chosen.stages.map((stage, index) => ({ name: stage.name, seconds: seconds[index]! })) };
  const { optimizer, bodyRates } = chosen;
  return { json: { name: chosen.name, optimizer, ...(bodyRates !== undefined && { bodyRates }), rows, estimate }, text: describe(chosen, rows, estimate) };
}

async function networkOf(architecture: Architecture, { attention = 'identity', classes, ...options }: RecipeOptions) {
  const { channels, reduction, placement, attentionKernel, attentionGates, attentionStages, attentionBlocks, dropout, stochasticDepth } = options;
  const choices = { channels, attention, reduction, placement, attentionKernel, attentionGates, attentionStages, attentionBlocks, dropout, stochasticDepth };
  requireFitting(architecture, choices, { spell: flagOf });
  await startBackend('auto');
  return buildEmptyModel(chooseNetwork(choices, { architecture, identity: null, classes }));
}

/** Seconds of each stage. */
interface Estimate {
  readonly images: number;
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
}

function describe({ bodyRates }: Recipe, rows: readonly RecipeRow[], estimate: Estimate | null): string {
  const applied = rows.some((row) => row.network !== undefined);
  const also = rows.some(({ features }) => features.length > 0);
  const head = [
    'stage',
    'epochs',
    'trains',
    ...(applied ? ['tensors', 'parameters'] : ['selects']),
    'rate',
    'schedule',
    'batch norms',
    'augments',
    ...(also ? ['also'] : []),
    ...(applied ? ['computed once'] : []),
    ...(estimate === null ? [] : ['about']),
  ];
  const drawn = table(
    head,
    rows.map((row, index) => cells(row, also, rows[index - 1]?.stage, estimate)),
    ['epochs', 'tensors', 'parameters', 'rate', 'about'],
  );
  const notes = [...(bodyRates === undefined ? [] : [measuresRates]), ...(estimate === null ? [] : [describeTime(estimate)])];
  return notes.length === 0 ? drawn : `${drawn}\n\n${notes.join('\n')}`;
}

const measuresRates =
  'Before it trains, it measures on the images what the body can bear, and multiplies its rates (all but head and attention) by 1 to 17; --body-rate-scale 1 keeps them.';

function describeTime({ images, stages }: Estimate): string {
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  return `About ${duration(total)} for ${count(images)} training images on this machine (--images for another number).`;
}

function cells(row: RecipeRow, also: boolean, stageBefore: string | undefined, estimate: Estimate | null): (string | number)[] {
  const first = stageBefore !== row.stage;
  const { network: applied } = row;
  const selected = applied === undefined ? [row.selects] : [count(applied.tensors), count(applied.parameters)];
  const ofStage = [
    row.schedule,
    row.batchNorm,
    row.augment ? 'yes' : 'no',
    ...(also ? [row.features.join('; ')] : []),
    ...(applied === undefined ? [] : [cached(applied)]),
    ...(estimate === null ? [] : [duration(estimate.stages.find(({ name }) => name === row.stage)?.seconds ?? 0)]),
  ];
  return [
    first ? row.stage : '',
    first ? row.epochs : '',
    row.group,
    ...selected,
    Number(row.learningRate.toPrecision(3)),
    ...(first ? ofStage : ofStage.map(() => '')),
  ];
}

function cached({ still, cached: training, views }: NonNullable<RecipeRow['network']>): string {
  if (still.length === 0) return '';
  const segments = still.length === 1 ? still[0] : `${still[0]} to ${still.at(-1)}`;
  const what = views > 1 ? `${views} views of training, and validation` : 'training and validation';
  return `${segments} (${training ? what : 'validation'})`;
}
