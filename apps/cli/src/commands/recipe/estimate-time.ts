import { segmentMultiplyAdds } from '@attune/insight';
import { type Network, evaluation } from '@attune/nn';
import { type Recipe, planRecipe, stageWork } from '@attune/staged-finetune';
import * as tf from '@tensorflow/tfjs-core';

/** Of training images: how many the estimate takes for validation beside them. */
const validationShare = 0.2;
const measuredImages = 4;

/** About how long each stage takes for so many training images, in seconds: from what
 * its layers compute, and from the speed of a forward pass that is measured here and
 * now. Reading images is not in it. */
export function estimateStages(network: Network, recipe: Recipe, { images, imageSize }: { readonly images: number; readonly imageSize: number }): number[] {
  const segments = segmentMultiplyAdds(network, { imageSize });
  const whole = segments.reduce((sum, multiplyAdds) => sum + multiplyAdds, 0);
  const secondsEach = measureForward(network, imageSize) / (whole * measuredImages);
  return planRecipe(network, recipe).map((plan) => {
    const { features, epoch } = stageWork(plan, { segments, trainImages: images, validationImages: validationShare * images });
    return (features.train + features.validation + plan.stage.epochs * epoch) * secondsEach;
  });
}

/** Seconds of a forward pass of a few images: the faster of two, after one that warms up. */
function measureForward(network: Network, imageSize: number): number {
  const pass = () => {
    const started = performance.now();
    tf.tidy(() => network.forward(tf.ones([measuredImages, imageSize, imageSize, network.channels]), evaluation).dataSync());
    return (performance.now() - started) / 1000;
  };
  pass();
  return Math.min(pass(), pass());
}
