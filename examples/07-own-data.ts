// Images from anywhere: a source that draws discs and squares when it is asked for them.
import assert from 'node:assert/strict';
import { ImageSplit, fineTune, full, preprocessingFor, resnet20, startBackend, withEpochs } from 'attune';
import type { RgbImage } from 'attune';

const side = 32;
const preprocessing = preprocessingFor({ imageSize: side });

function draw(index: number): RgbImage {
  const [radius, x0, y0] = [5 + (index % 5), 12 + (index % 7), 12 + (index % 9)];
  const inside = (x: number, y: number) => (index % 2 === 0 ? Math.hypot(x, y) : Math.max(Math.abs(x), Math.abs(y))) < radius;
  const data = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return inside((pixel % side) - x0, Math.floor(pixel / side) - y0) ? 230 : 30;
  });
  return { width: side, height: side, data };
}

function split(from: number, size: number): ImageSplit {
  const source = {
    labels: Int32Array.from({ length: size }, (_, index) => (from + index) % 2),
    read: (index: number) => draw(from + index),
    nameOf: (index: number) => `drawing ${from + index}`,
  };
  return new ImageSplit({ source, preprocessing, augmentation: { kind: 'none' } });
}

await startBackend('auto');
const data = { classes: ['disc', 'square'], train: split(0, 256), validation: split(256, 60) };
const model = resnet20({ classes: 2 });
let best = 0;
for await (const event of fineTune(model, data, withEpochs(full(), [6]), { batchSize: 32 })) {
  if (event.kind === 'epoch-end') best = Math.max(best, event.result.validationAccuracy ?? 0);
}

assert.ok(best > 0.9, `${best} of discs and squares are told apart`);
console.log(`discs and squares told apart: ${(best * 100).toFixed(0)} %`);
