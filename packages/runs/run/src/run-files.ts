import { configFile } from './run-config.ts';

/** Where a run keeps what. */
export const runFiles = {
  config: configFile,
  recipe: 'recipe.yaml',
  best: 'model.safetensors',
  bestEma: 'model.ema.safetensors',
  metrics: 'metrics.jsonl',
  checkpoint: 'training.checkpoint',
  /** Hashes of weights that are written before a checkpoint names them: there for a moment. */
  pending: 'weights.pending.json',
  data: 'data.json',
  /** Images in the wrong class or left out, as they were given. */
  corrections: 'corrections.csv',
  /** A run like this one without attention, and how the two compare. */
  control: 'control',
  comparison: 'control.json',
  stages: 'stages',
} as const;

/** `stages/2-late-layers-and-attention.safetensors` for the stage at index 1. */
export function stageFile(index: number, name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return `${runFiles.stages}/${index + 1}-${slug}.safetensors`;
}
