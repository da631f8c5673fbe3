// Classifies pictures with a trained network: a file of PyTorch's, a safetensors file or a run.
import assert from 'node:assert/strict';
import { emojiSample, open, sampleWeights, startBackend } from 'attune';

await startBackend('auto');
const classifier = await open(sampleWeights()); // a ResNet-20 of CIFAR-10's ten classes
const names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

const { train } = await emojiSample();
const positions = new Map(Array.from({ length: train.size }, (_, index) => [train.nameOf(index), index]));
for (const [drawing, expected] of [
  ['noto/dog', 'dog'],
  ['noto/deer', 'deer'],
  ['noto/delivery-truck', 'truck'],
] as const) {
  const image = await train.image(positions.get(drawing)!);
  const { guesses } = await classifier.classify(image); // a path, bytes, a Blob or pixels
  const top = guesses.slice(0, 3).map(({ index, probability }) => `${names[index]} ${probability.toFixed(2)}`);
  assert.equal(names[guesses[0]!.index], expected);
  console.log(`${drawing}: ${top.join(', ')}`);
}
