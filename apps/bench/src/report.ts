import type { Comparison, Measured } from './measure/alternate.ts';
import type { Machine } from './measure/machine.ts';
import { describeWork } from './workload/work.ts';

/** A comparison with the operations that one repetition is worth. */
export interface Report extends Comparison {
  readonly operations: number;
}

/** What `--json` prints for a work. */
export function toJson({ work, results, ratio, absent, operations }: Report): object {
  return { work, results: results.map((result) => ({ ...result, gigaflops: gigaflops(result, operations) })), ratio, absent };
}

/** A comparison as Markdown, which is as readable on a terminal as on a page. */
export function toMarkdown(report: Report, { roofline }: Machine): string {
  const head = ['', 'images/s', 'seconds', 'spread', 'GFLOP/s', 'of roofline', 'peak memory', 'Attune is'];
  const remarks = [
    ...report.results.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}.`])),
    ...report.absent.map(({ name, reason }) => `${name} was not measured: ${reason}.`),
  ];
  const parts = [
    `**${describeWork(report.work)}, ${report.work.threads} threads**`,
    markdownTable(
      head,
      report.results.map((result) => row(result, report, roofline)),
    ),
    ...(remarks.length === 0 ? [] : [remarks.join('\n')]),
  ];
  return parts.join('\n\n');
}

/** The first column begins at the left, the others end at the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((cells) => cells[column]!.length)));
  const draw = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [draw(head), rule, ...rows.map(draw)].join('\n');
}

export function machineLine({ processor, cores, memoryBytes, node, roofline }: Machine): string {
  return `${processor}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, Node ${node}, WebAssembly roofline ${roofline.toFixed(0)} GFLOP/s`;
}

function row(result: Measured, { operations, ratio }: Report, roofline: number): string[] {
  const speed = gigaflops(result, operations);
  const share = result.name === 'attune' ? undefined : ratio[result.name];
  return [
    result.name,
    result.imagesPerSecond.toPrecision(3),
    result.seconds.toPrecision(3),
    `${(100 * result.spread).toFixed(0)} %`,
    speed.toFixed(speed < 10 ? 2 : 0),
    `${((100 * speed) / roofline).toFixed(0)} %`,
    `${(result.peakBytes / 1e9).toFixed(2)} GB`,
    share === undefined ? '' : `${share.toFixed(2)} ×`,
  ];
}

function gigaflops({ seconds }: Measured, operations: number): number {
  return operations / seconds / 1e9;
}
