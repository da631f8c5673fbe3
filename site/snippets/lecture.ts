import { cbam, describeRecipe, evaluation, lecture, startBackend, vgg16, withEpochs } from 'attune';
import * as tf from '@tensorflow/tfjs-core';

await startBackend('auto');
const model = vgg16({ classes: 2, hidden: 64, poolSize: 1, attention: cbam() }); // CBAM behind groups 1 to 4
const recipe = withEpochs(lecture(), [10, 10, 10]); // the lecture's code, to the letter

for (const { stage, group, learningRate, network } of describeRecipe(recipe, model)) {
  console.log(`${stage}: ${group} at ${learningRate}, ${network!.tensors} tensors`);
}
console.log(model.forward(tf.zeros([1, 64, 64, 3]), evaluation).shape);
