import cbamProgram from '../../../../packages/files/export/pytorch/attune_cbam.py?raw';
import cifarProgram from '../../../../packages/files/export/pytorch/attune_cifar.py?raw';
import seProgram from '../../../../packages/files/export/pytorch/attune_se.py?raw';

import type { RunSummary } from '../engine/protocol/runs.ts';

/** A program that another one imports, to be saved beside it. */
export interface Program {
  readonly name: string;
  readonly text: string;
}

const [cbam, cifar, se]: readonly Program[] = [
  { name: 'attune_cbam.py', text: cbamProgram },
  { name: 'attune_cifar.py', text: cifarProgram },
  { name: 'attune_se.py', text: seProgram },
] as const;

type Kind = Exclude<RunSummary['model']['attention'], 'none'>;

/** The class of each kind of attention, and the program that has it. */
const classes: Readonly<Record<Kind, readonly [name: string, program: Program]>> = {
  identity: ['IdentityCbam', cbam!],
  authors: ['AuthorsCbam', cbam!],
  timm: ['TimmCbam', cbam!],
  lecture: ['LectureCbam', cbam!],
  se: ['IdentitySe', se!],
  'se-timm': ['TimmSe', se!],
};

/** The network of a run in PyTorch: lines that make `model`, and the programs that they import. */
export function pytorchNetwork(run: RunSummary): { readonly lines: string; readonly programs: readonly Program[] } {
  const { architecture, attention } = run.model;
  const isSmall = cifar!.text.includes(`def ${architecture}(`);
  const base = isSmall
    ? { imports: `from attune_cifar import ${architecture}`, make: `model = ${architecture}(num_classes=${run.classes.length})`, programs: [cifar!] }
    : { imports: 'import torchvision', make: `model = torchvision.models.${architecture}(num_classes=${run.classes.length})`, programs: [] };
  if (attention === 'none') return { lines: `${base.imports}\n\n${base.make}`, programs: base.programs };
  const [name, own] = classes[attention];
  const isSe = own === se;
  const add = isSe ? 'from attune_se import add_se' : 'from attune_cbam import add_cbam';
  const imports = [base.imports, add.replace('import ', `import ${name}, `)].toSorted();
  return { lines: `${imports.join('\n')}\n\n${base.make}\n${added(run.model, name, isSe)}`, programs: [...base.programs, ...new Set([cbam!, own])] };
}

/** The line that puts attention into `model`. */
function added(
  { placement, reduction, attentionKernel = 7, attentionGates = 'both', attentionStages, attentionBlocks }: RunSummary['model'],
  name: string,
  isSe: boolean,
): string {
  const stages = attentionStages === undefined ? '' : `, stages=${JSON.stringify(attentionStages)}`;
  const blocks = attentionBlocks === undefined ? '' : `, blocks=${JSON.stringify(attentionBlocks)}`;
  const options = isSe ? `${reduction}` : `${reduction}, ${attentionKernel}, "${attentionGates}"`;
  return `add_${isSe ? 'se' : 'cbam'}(model, "${placement}"${stages}${blocks}, attention=lambda channels: ${name}(channels, ${options}))`;
}
