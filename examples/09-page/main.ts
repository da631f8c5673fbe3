// Trains in a page, on pixels that never leave it. Vite finds the backend's files by itself.
import { cbam, fineTune, pixelDataset, resnet20, startBackend, threeStageSmall, withEpochs } from 'attune/browser';

const side = 32;

/** Dark images and bright ones, in turns. */
function grays(count: number) {
  const pixels = new Uint8Array(count * side * side * 3);
  for (let index = 0; index < count; index++) pixels.fill(index % 2 === 0 ? 40 : 200, index * side * side * 3, (index + 1) * side * side * 3);
  return { pixels, labels: Int32Array.from({ length: count }, (_, index) => index % 2), width: side, height: side };
}

const { description } = await startBackend('wasm');
const images = pixelDataset({ classes: ['dark', 'bright'], train: grays(32), validation: grays(16) });
const model = resnet20({ classes: 2, attention: cbam() });
let accuracy = 0;
for await (const event of fineTune(model, images, withEpochs(threeStageSmall(), [2, 1, 1]), { batchSize: 8 })) {
  if (event.kind === 'epoch-end') accuracy = Math.max(accuracy, event.result.validationAccuracy ?? 0);
}
if (accuracy !== 1) throw new Error(`Only ${accuracy} of dark and bright images are told apart.`);
document.body.textContent = description;
document.title = `accuracy ${accuracy}`;
