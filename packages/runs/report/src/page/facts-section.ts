import { escapeText, section } from './markup.ts';
import type { RunReport } from './run-report.ts';

/** What was trained on what, and where. */
export function factsSection({ facts }: Pick<RunReport, 'facts'>): string {
  const rows = facts.map(([label, value]) => `<div><dt>${escapeText(label)}</dt><dd>${escapeText(value)}</dd></div>`);
  return section('The run', `<dl>${rows.join('')}</dl>`);
}
