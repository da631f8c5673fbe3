// Trains the last layer alone: features of the frozen layers are computed once and kept.
import assert from 'node:assert/strict';
import { emojiSample, fineTune, headOnly, loadPretrained, readCheckpoint, resnet20, sampleWeights, startBackend, stateDict, withEpochs } from 'attune';

await startBackend('auto');
const images = await emojiSample();
const model = resnet20({ classes: images.classes.length });
await loadPretrained(model, await readCheckpoint(sampleWeights()));
const valuesOf = () => new Map([...stateDict(model)].map(([name, variable]) => [name, variable.dataSync().join()]));

const before = valuesOf();
let accuracy = 0;
for await (const event of fineTune(model, images, withEpochs(headOnly(), [3]))) {
  if (event.kind === 'epoch-end') accuracy = event.result.validationAccuracy ?? 0;
}
const after = valuesOf();
const moved = [...after.keys()].filter((name) => after.get(name) !== before.get(name));

assert.deepEqual(moved, ['linear.weight', 'linear.bias']);
assert.ok(accuracy > 2 / images.classes.length, 'twice chance');
console.log(`${moved.join(' and ')} moved; ${(accuracy * 100).toFixed(0)} % of an unseen art style are right`);
