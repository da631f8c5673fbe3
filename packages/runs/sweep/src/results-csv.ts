import { type TrialResult, latestResults } from './results.ts';

/** The results as a table (RFC 4180): a row for each trial, a column for each axis. */
export function resultsCsv(results: readonly TrialResult[]): string {
  const latest = latestResults(results);
  const axes = [...new Set(latest.flatMap(({ values }) => Object.keys(values)))];
  const head = ['trial', 'status', ...axes, 'seed', 'fold', ...figures, 'seconds', 'parameters', 'backend', 'kernels', 'threads', 'version', 'digest'];
  const rows = latest.map(({ index, status, values, seed, fold, metrics, seconds, parameters, machine, version, digest }) => [
    index,
    status,
    ...axes.map((axis) => values[axis] ?? ''),
    seed ?? '',
    fold ?? '',
    ...figures.map((figure) => metrics?.[figure] ?? ''),
    seconds,
    parameters,
    machine?.backend ?? '',
    machine?.kernels ?? '',
    machine?.threads ?? '',
    version,
    digest,
  ]);
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

const figures = ['epochs', 'bestValidationAccuracy', 'lastValidationAccuracy', 'lastValidationLoss', 'lastTrainLoss'] as const;

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
