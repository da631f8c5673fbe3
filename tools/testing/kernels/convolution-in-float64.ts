import { normal } from './on-both.ts';

export interface ConvolutionShape {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly filter: number;
  readonly stride: number;
  readonly padding: number;
}

/** What `convolutionAndGradients` gives, by the definition, with products and sums in float64:
 * y [N, H', W', K], dx [N, H, W, C], dw [R, S, C, K]. */
export function convolutionInFloat64(shape: ConvolutionShape): Float64Array[] {
  const { images, height, width, inChannels, outChannels, filter, stride, padding } = shape;
  const [outHeight, outWidth] = [height, width].map((size) => Math.floor((size + 2 * padding - filter) / stride) + 1) as [number, number];
  const [x, w, dy] = [
    values([images, height, width, inChannels], 1),
    values([filter, filter, inChannels, outChannels], 2),
    values([images, outHeight, outWidth, outChannels], 3),
  ];
  const [y, dx, dw] = [new Float64Array(dy.length), new Float64Array(x.length), new Float64Array(w.length)];
  eachWindow(shape, outHeight, outWidth, (pixel, tap, place) => {
    for (let from = 0; from < inChannels; from++) {
      const read = pixel * inChannels + from;
      const row = (tap * inChannels + from) * outChannels;
      for (let to = 0; to < outChannels; to++) {
        const written = place * outChannels + to;
        y[written]! += x[read]! * w[row + to]!;
        dx[read]! += dy[written]! * w[row + to]!;
        dw[row + to]! += x[read]! * dy[written]!;
      }
    }
  });
  return [y, dx, dw];
}

function values(shape: readonly number[], seed: number): Float32Array {
  const tensor = normal(shape, seed);
  const copy = tensor.dataSync().slice() as Float32Array;
  tensor.dispose();
  return copy;
}

type Visit = (pixel: number, tap: number, place: number) => void;

/** Each tap of each window that lies on a pixel of its image: numbers of the pixel, the tap and the
 * window. */
function eachWindow({ images, height, width, filter, stride, padding }: ConvolutionShape, outHeight: number, outWidth: number, visit: Visit): void {
  for (let place = 0; place < images * outHeight * outWidth; place++) {
    const line = Math.floor(place / outWidth);
    const top = (line % outHeight) * stride - padding;
    const left = (place % outWidth) * stride - padding;
    for (let tap = 0; tap < filter * filter; tap++) {
      const [row, column] = [top + Math.floor(tap / filter), left + (tap % filter)];
      const isInside = row >= 0 && row < height && column >= 0 && column < width;
      if (isInside) visit((Math.floor(line / outHeight) * height + row) * width + column, tap, place);
    }
  }
}
