import { escapeText, markupTable, section } from './markup.ts';
import type { ReportedData } from './run-report.ts';

const named = 10;

/** How the images were divided, which files were not read, and which images stand on both sides. */
export function dataSection({ counts, skipped, shared }: ReportedData): string {
  const tests = counts.some(({ test }) => test !== undefined);
  const rows = counts.map(({ name, train, validation, test = 0 }) => [
    escapeText(name),
    ...[train, validation, ...(tests ? [test] : [])].map((count) => count.toLocaleString('en-US')),
  ]);
  const sum = (of: (count: ReportedData['counts'][number]) => number) => counts.reduce((total, count) => total + of(count), 0).toLocaleString('en-US');
  const total = ['all', sum(({ train }) => train), sum(({ validation }) => validation), ...(tests ? [sum(({ test = 0 }) => test)] : [])];
  const head = ['class', 'training', 'validation', ...(tests ? ['test'] : [])];
  return section(
    'Data',
    markupTable('Images of each class', head, [...rows, total]) +
      nameList(
        skipped.length === 1 ? '1 file was skipped' : `${skipped.length} files were skipped`,
        skipped.map(({ path, reason }) => `${path}: ${reason}`),
      ) +
      sharedList(shared),
  );
}

/** The validation images that are trained on too; empty where there are none. */
export function sharedList(shared: ReportedData['shared']): string {
  const which = shared.length === 1 ? '1 validation image is' : `${shared.length} validation images are`;
  return nameList(
    `${which} trained on too, so the accuracy is too good`,
    shared.map(({ name, trainedAs }) => `${name} is ${trainedAs}`),
  );
}

function nameList(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const rest = lines.length - named;
  const items = [...lines.slice(0, named), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return `<details><summary>${title}</summary><ul>${items.map((line) => `<li>${escapeText(line)}</li>`).join('')}</ul></details>`;
}
