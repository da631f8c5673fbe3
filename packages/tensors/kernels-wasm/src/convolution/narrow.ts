import type { TensorInfo, backend_util } from '@tensorflow/tfjs-core';

import { type Engine, float } from '../engine/engine.ts';
import type { GatherOperands } from './gather.ts';

// A band's planes should stay in the first-level cache; of a short band the rows that the filter
// reaches beyond it would cost more than its own.
const BAND_FLOATS = 8192;
const LEAST_ROWS = 8;

interface NarrowWork {
  readonly input: number;
  readonly filter: number;
  readonly output: number;
  readonly bias: number;
  readonly dy: number;
  readonly relu: boolean;
  readonly transposed: boolean;
}

/** output = relu?(input ∗ filter + bias), where channels are few. */
export function narrowConvolution(engine: Engine, info: backend_util.Conv2DInfo, operands: GatherOperands): void {
  const fields = narrowFields(info, { ...operands, filter: engine.address(operands.filter), dy: 0, transposed: false });
  engine.scope(() => engine.run('narrowConvolution', engine.write(fields), info.batchSize * bandsOf(info).bands));
}

/** dx = the sum over all windows of dy · filter: a convolution of dy. */
export function narrowInputGradient(
  engine: Engine,
  info: backend_util.Conv2DInfo,
  { dy, filter, dx }: { readonly dy: number; readonly filter: TensorInfo; readonly dx: number },
): void {
  const turned = turnedInfo(info);
  const fields = narrowFields(turned, { input: dy, filter: engine.address(filter), output: dx, bias: engine.zeros, dy: 0, relu: false, transposed: true });
  engine.scope(() => engine.run('narrowConvolution', engine.write(fields), info.batchSize * bandsOf(turned).bands));
}

/** gradient [R, S, C, K] = the sum over all windows of window · dy */
export function narrowFilterGradient(
  engine: Engine,
  info: backend_util.Conv2DInfo,
  { input, dy, gradient }: { readonly input: number; readonly dy: number; readonly gradient: number },
): void {
  engine.scope((allocate) => {
    const parts = info.batchSize * bandsOf(info).bands;
    const floats = info.filterHeight * info.filterWidth * info.inChannels * info.outChannels;
    const partials = allocate(parts * floats);
    engine.run(
      'narrowFilterGradient',
      engine.write(narrowFields(info, { input, filter: 0, output: partials, bias: 0, dy, relu: false, transposed: false })),
      parts,
    );
    engine.run('joinSums', engine.write([0, partials, gradient, parts, floats, parts, 1, float(1)]), 1);
  });
}

type NarrowSizes = Pick<
  backend_util.Conv2DInfo,
  'inHeight' | 'inWidth' | 'inChannels' | 'outHeight' | 'outWidth' | 'outChannels' | 'filterHeight' | 'filterWidth'
> & { readonly padInfo: { readonly top: number; readonly left: number } };

function turnedInfo(info: backend_util.Conv2DInfo): NarrowSizes {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info;
  const ends = { inHeight: outHeight, inWidth: outWidth, inChannels: outChannels, outHeight: inHeight, outWidth: inWidth, outChannels: inChannels };
  return { ...ends, filterHeight, filterWidth, padInfo: { top: filterHeight - 1 - padInfo.top, left: filterWidth - 1 - padInfo.left } };
}

/** How an image's rows are shared among items: by its size alone. */
function bandsOf({ inChannels, outHeight, outWidth, filterHeight, filterWidth }: NarrowSizes) {
  const fitting = Math.floor(BAND_FLOATS / (inChannels * (outWidth + filterWidth - 1))) - (filterHeight - 1);
  const bands = Math.ceil(outHeight / Math.max(LEAST_ROWS, fitting));
  const rows = Math.ceil(outHeight / bands);
  return { rows, bands: Math.ceil(outHeight / rows) };
}

/** The fields of `narrow_convolution` in `source/narrow-convolution.h`. */
function narrowFields(info: NarrowSizes, { input, filter, output, bias, dy, relu, transposed }: NarrowWork): number[] {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info;
  const { rows, bands } = bandsOf(info);
  const sizes = [inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo.top, padInfo.left];
  return [input, filter, output, bias, dy, ...sizes, rows, bands, Number(relu), Number(transposed)];
}
