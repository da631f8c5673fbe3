import cbamProgram from '../../../../docs/pytorch/attune_cbam.py?raw';
import cifarProgram from '../../../../docs/pytorch/attune_cifar.py?raw';
import seProgram from '../../../../docs/pytorch/attune_se.py?raw';

import type { RunSummary } from '../engine/protocol.ts';

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

type Kind = RunSummary['model']['attention'];

/** The class of a kind of attention, and what puts it into a network; null where there is none
 * in PyTorch to copy. */
function attentionClass({ attention, reduction, attentionKernel = 7, attentionGates = 'both' }: RunSummary['model']): string | null {
  const built: Partial<Record<Kind, string>> = {
    identity: `IdentityCbam(channels, ${reduction}, ${attentionKernel}, "${attentionGates}")`,
    se: `IdentitySe(channels, ${reduction})`,
    'se-timm': `TimmSe(channels, ${reduction})`,
  };
  return built[attention] ?? null;
}

/** The network of a run in PyTorch: lines that make `model`, and the programs that they import.
 * Null where a block or a kind of attention has no program to copy. */
export function pytorchNetwork(run: RunSummary): { readonly lines: string; readonly programs: readonly Program[] } | null {
  const { architecture, attention, placement, attentionStages, attentionBlocks } = run.model;
  const small = cifar!.text.includes(`def ${architecture}(`);
  const base = small
    ? { imports: `from attune_cifar import ${architecture}`, make: `model = ${architecture}(num_classes=${run.classes.length})`, programs: [cifar!] }
    : { imports: 'import torchvision', make: `model = torchvision.models.${architecture}(num_classes=${run.classes.length})`, programs: [] };
  if (attention === 'none') return { lines: `${base.imports}\n\n${base.make}`, programs: base.programs };
  const built = attentionClass(run.model);
  if (built === null || attentionBlocks !== undefined) return null;
  const [name] = built.split('(') as [string];
  const own = name === 'IdentityCbam' ? cbam! : se!;
  const add = name === 'IdentityCbam' ? 'add_cbam' : 'add_se';
  const stages = attentionStages === undefined ? '' : `, stages=${JSON.stringify(attentionStages)}`;
  return {
    lines: `from ${own.name.slice(0, -3)} import ${name}, ${add}
${base.imports}

${base.make}
${add}(model, "${placement}"${stages}, attention=lambda channels: ${built})`,
    programs: [...base.programs, ...new Set([cbam!, own])],
  };
}
