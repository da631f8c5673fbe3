import { attentionGates, cbam, emojiSample, evaluation, gradCam, occlusion, resnet20, startBackend } from 'attune';
import * as tf from '@tensorflow/tfjs-core';

await startBackend('auto');
const { validation, classes } = await emojiSample();
const model = resnet20({ classes: classes.length, attention: cbam() });
for await (const { images, shape } of validation.batches({ batchSize: 1 })) {
  const image = tf.tensor4d(images, [...shape]);
  const cam = await gradCam(model, image, { classIndex: 'predicted' }); // or a number
  console.log(`Grad-CAM of ${cam.layer}: ${cam.width} × ${cam.height}`);
  const [gates] = await attentionGates(model, image);
  console.log(`${gates!.length} gates; the last is ${gates!.at(-1)!.path}`);
  const hidden = await occlusion(model, image, { classIndex: 0 });
  console.log(`occlusion: ${hidden.width} × ${hidden.height}`);
  console.log(model.forward(image, evaluation).shape);
  break;
}
