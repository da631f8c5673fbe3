// The head first, then attention and late layers, then everything, each with a rate of its own.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { cbam, describeRecipe, emojiSample, fineTune, loadPretrained, readCheckpoint, resnet20 } from 'attune';
import { sampleWeights, saveModel, startBackend, threeStageSmall, withEpochs, writeSafetensors } from 'attune';

await startBackend('auto');
const images = await emojiSample();
const model = resnet20({ classes: images.classes.length, attention: cbam() });
await loadPretrained(model, await readCheckpoint(sampleWeights()));
const recipe = withEpochs(threeStageSmall(), [2, 2, 1]);
for (const { stage, group, learningRate, network } of describeRecipe(recipe, model))
  console.log(`${stage}: ${group}, ${network!.tensors} tensors at ${learningRate}`);

const accuracies = new Map<string, number>();
for await (const event of fineTune(model, images, recipe)) {
  if (event.kind === 'epoch-end') accuracies.set(event.stage, event.result.validationAccuracy ?? 0);
}
await writeFile('emoji.safetensors', writeSafetensors(await saveModel(model)));

assert.equal(accuracies.size, 3);
assert.ok(Math.max(...accuracies.values()) > 3 / images.classes.length, 'three times chance');
console.log([...accuracies].map(([stage, accuracy]) => `${stage} ${(accuracy * 100).toFixed(0)} %`).join(', '));
