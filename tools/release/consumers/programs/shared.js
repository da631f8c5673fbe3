// What every consumer does: trains a network on dark and bright pixels, and tells them apart.
const side = 32;

/** Dark images and bright ones, in turns. */
function grays(count) {
  const pixels = new Uint8Array(count * side * side * 3);
  for (let index = 0; index < count; index++) pixels.fill(index % 2 === 0 ? 40 : 200, index * side * side * 3, (index + 1) * side * side * 3);
  return { pixels, labels: Int32Array.from({ length: count }, (_, index) => index % 2), width: side, height: side };
}

/** @param library what `attune` or `attune/browser` exports.
 * @returns the backend that ran, and the best validation accuracy. */
export async function train({ cbam, fineTune, pixelDataset, resnet20, startBackend, threeStageSmall, withEpochs }, wanted) {
  const { backend, threads } = await startBackend(wanted);
  const images = pixelDataset({ classes: ['dark', 'bright'], train: grays(32), validation: grays(16) });
  const model = resnet20({ classes: 2, attention: cbam() });
  let accuracy = 0;
  for await (const event of fineTune(model, images, withEpochs(threeStageSmall(), [2, 1, 1]), { batchSize: 8 })) {
    if (event.kind === 'epoch-end') accuracy = Math.max(accuracy, event.result.validationAccuracy);
  }
  return { backend, threads, accuracy };
}
