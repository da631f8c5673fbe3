import type { EpochResult } from '@attune/staged-finetune';

import { percent } from './format.ts';

/** A figure as its name asks for it: shares in per cent, R² and errors as numbers. */
export function figureText(name: string, value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (name === 'R2') return value.toFixed(3);
  return name === 'MAE' ? String(Number(value.toPrecision(4))) : percent(value);
}

/** What an epoch reached: `accuracy 93.5 %`; where there is none, `mAP 81.2 %  F1 75.0 %`. */
export function scoreWords({ validationAccuracy, validationFigures }: Pick<EpochResult, 'validationAccuracy' | 'validationFigures'>): string {
  if (validationAccuracy !== undefined) return `accuracy ${percent(validationAccuracy)}`;
  return figureWords(validationFigures ?? {});
}

export function figureWords(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${figureText(name, value)}`)
    .join('  ');
}
