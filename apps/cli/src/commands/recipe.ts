import { startBackend } from '@attune/backend';
import type { CbamVariant } from '@attune/cbam';
import { type RecipeRow, describeRecipe } from '@attune/staged-finetune';
import { stringify } from 'yaml';

import type { Report } from '../command.ts';
import { type Architecture, buildModel, isVgg } from '../model/architectures.ts';
import { type RecipeChoice, chooseRecipe } from '../recipe-choice.ts';
import { count } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';

export interface RecipeOptions extends Omit<RecipeChoice, 'recipe'> {
  readonly arch?: Architecture | undefined;
  readonly attention: CbamVariant | 'none';
  readonly classes: number;
  readonly yaml: boolean;
}

/** A recipe as a table; with an architecture, what each group selects in it; with `--yaml`, the file to edit. */
export async function recipe(name: string, options: RecipeOptions): Promise<Report> {
  const make = await chooseRecipe({ ...options, recipe: name });
  const network = options.arch === undefined ? undefined : await networkOf(options.arch, options);
  const chosen = await make(network === undefined ? {} : { network });
  if (options.yaml) return { json: chosen, text: stringify(chosen).trimEnd() };
  const rows = describeRecipe(chosen, network);
  return { json: { name: chosen.name, optimizer: chosen.optimizer, rows }, text: describe(rows) };
}

async function networkOf(architecture: Architecture, { attention, classes }: RecipeOptions) {
  await startBackend('cpu');
  return buildModel({ architecture, classes, attention, reduction: 16, placement: isVgg(architecture) ? 'after-stage' : 'after-block', seed: 0 });
}

function describe(rows: readonly RecipeRow[]): string {
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
  ];
  return table(
    head,
    rows.map((row, index) => cells(row, also, rows[index - 1]?.stage)),
    ['epochs', 'tensors', 'parameters', 'rate'],
  );
}

function cells(row: RecipeRow, also: boolean, stageBefore: string | undefined): (string | number)[] {
  const first = stageBefore !== row.stage;
  const { network: applied } = row;
  const selected = applied === undefined ? [row.selects] : [count(applied.tensors), count(applied.parameters)];
  const ofStage = [
    row.schedule,
    row.batchNorm,
    row.augment ? 'yes' : 'no',
    ...(also ? [row.features.join('; ')] : []),
    ...(applied === undefined ? [] : [cached(applied)]),
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
