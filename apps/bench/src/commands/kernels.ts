import { describeMachine } from '../measure/machine.ts';
import { measureRoofline } from '../measure/roofline.ts';
import { type Report, machineLine, toJson, toMarkdown } from '../report.ts';
import type { ConvolutionWork } from '../workload/work.ts';
import { type MeasureOptions, compare } from './measure.ts';

export interface KernelsOptions extends MeasureOptions {
  readonly pass: ConvolutionWork['pass'];
  readonly batch: number;
  readonly backend: ConvolutionWork['backend'];
  readonly threads: number;
  readonly only?: number | undefined;
  readonly strided?: true | undefined;
}

type Shape = readonly [imageSize: number, inChannels: number, outChannels: number, kernelSize: number, stride: number];

const shapes: readonly Shape[] = [
  [56, 64, 64, 3, 1],
  [28, 128, 128, 3, 1],
  [14, 256, 256, 3, 1],
  [7, 512, 512, 3, 1],
  [56, 64, 128, 3, 2],
  [28, 128, 256, 3, 2],
  [14, 256, 512, 3, 2],
  [56, 64, 128, 1, 2],
  [224, 3, 64, 7, 2],
];

/** Measures the convolutions one by one and prints them; the first of all is the reference shape,
 * and the figures of the first measured stand at the top of the JSON. */
export async function kernels({ pass, batch, backend, threads, only = shapes.length, strided, ...options }: KernelsOptions): Promise<void> {
  const machine = describeMachine(await measureRoofline(threads));
  const chosen = shapes.filter(([, , , , stride]) => strided !== true || stride > 1).slice(0, only);
  const reports: Report[] = [];
  for (const [imageSize, inChannels, outChannels, kernelSize, stride] of chosen) {
    reports.push(await compare({ kind: 'convolution', pass, batch, backend, threads, imageSize, inChannels, outChannels, kernelSize, stride }, options));
  }
  const json = () => JSON.stringify({ ...toJson(reports[0]!), kernels: reports.map(toJson), machine });
  const text = () => [machineLine(machine), ...reports.map((report) => toMarkdown(report, machine))].join('\n\n');
  process.stdout.write(`${options.json === true ? json() : text()}\n`);
}
