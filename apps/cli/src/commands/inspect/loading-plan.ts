import { startBackend } from '@attune/backend';
import { type ExaminedTensor, type LoadStatus, type OurCheckpoint, examineLoad } from '@attune/checkpoint';
import { disposeModule } from '@attune/nn';
import { identifyWeights, networkOfWeights } from '@attune/run';
import { type Architecture, bestFit, buildEmptyModel } from '@attune/zoo';

import type { Report } from '../../command.ts';
import { count } from '../../terminal/format.ts';
import { table } from '../../terminal/table.ts';

/** What loading a checkpoint into an architecture would do, name by name, and which
 * architecture it fits best. */
export async function planFor(architecture: Architecture, checkpoint: OurCheckpoint): Promise<Report> {
  await startBackend('cpu');
  const network = buildEmptyModel(networkOfWeights(identifyWeights(checkpoint), { architecture }));
  const { fits, tensors, hints } = examineLoad(network, checkpoint, { newHead: true });
  disposeModule(network);
  const best = bestFit(checkpoint.tensors);
  const fileNames = new Map(checkpoint.tensors.map(({ name }, index) => [name, checkpoint.fileNames[index]!]));
  const rows = tensors.map((tensor) => ({ key: tensor.fileShape === null ? null : (fileNames.get(tensor.name) ?? tensor.name), ...tensor }));
  return { json: { architecture, fits, hints, bestFit: best, tensors: rows }, text: describe(architecture, { fits, hints, best, rows }) };
}

interface Described {
  readonly fits: boolean;
  readonly hints: readonly string[];
  readonly best: ReturnType<typeof bestFit>;
  readonly rows: readonly (ExaminedTensor & { readonly key: string | null })[];
}

function describe(architecture: Architecture, { fits, hints, best, rows }: Described): string {
  const of = (status: LoadStatus) => rows.filter((row) => row.status === status).length;
  const statuses = (['loads', 'new head', 'new attention', 'ignored', 'missing', 'unexpected', 'other shape', 'integers'] as const).filter(
    (status) => of(status) > 0,
  );
  const better =
    best.architecture === architecture ? '' : ` It fits ${best.architecture} best: ${count(best.fitting)} of its ${count(best.of)} names and shapes.`;
  const lines = rows.map(({ key, name, fileShape, modelShape, transposed, status }) => [
    key ?? '',
    modelShape === null ? '' : name,
    shapeText(fileShape),
    shapeText(modelShape),
    transposed && status === 'loads' ? 'yes' : '',
    status,
  ]);
  return [
    `Into ${architecture}: ${fits ? 'it fits' : 'it does not fit'} (${statuses.map((status) => `${of(status)} ${status}`).join(', ')}).${better}`,
    ...hints,
    '',
    table(['in the file', 'in the network', 'shape', "network's", 'transposed', 'what happens'], lines),
  ].join('\n');
}

function shapeText(shape: readonly number[] | null): string {
  return shape === null ? '' : `[${shape.join(', ')}]`;
}
