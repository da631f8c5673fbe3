import { type ModelSummary, summarizeModel } from '@attune/insight';
import { type Network, evaluation } from '@attune/nn';
import { type Recipe, type Stage, planStage, viewsWorthKeeping } from '@attune/staged-finetune';
import * as tf from '@tensorflow/tfjs-core';

/** Of training images: how many the estimate takes for validation beside them. */
const validationShare = 0.2;
/** Backward passes through a layer's output and its weights cost about a forward pass each. */
const trainingPasses = 3;
const measuredImages = 4;

/** About how long each stage takes for so many training images, in seconds: from what its layers compute, and from the speed of a forward pass that is measured here and now. Reading images is not in it. */
export function estimateStages(network: Network, recipe: Recipe, { images, imageSize }: { readonly images: number; readonly imageSize: number }): number[] {
  const costs = segmentCosts(network, summarizeModel(network, { imageSize }));
  const whole = sum(costs);
  const secondsPerOperation = measureForward(network, imageSize) / (whole * measuredImages);
  return recipe.stages.map((stage) => operationsOf(network, stage, costs, images) * secondsPerOperation);
}

/** Multiply-adds of each segment, for one image. */
function segmentCosts(network: Network, { layers }: ModelSummary): number[] {
  const leaves = layers.filter(({ composite }) => !composite);
  return network.segments().map(({ fields }) => {
    const own = leaves.filter(({ path }) => fields.some((field) => path === field || path.startsWith(`${field}.`)));
    return sum(own.map(({ multiplyAdds }) => multiplyAdds));
  });
}

function operationsOf(network: Network, stage: Stage, costs: readonly number[], images: number): number {
  if (stage.epochs === 0) return 0;
  const plan = planStage(network, stage);
  const { still, untaped } = plan;
  const passes = { train: viewsWorthKeeping(plan) || stage.epochs, validation: still > 0 ? 1 : stage.epochs };
  const [below, between, taped] = [sum(costs.slice(0, still)), sum(costs.slice(still, untaped)), sum(costs.slice(untaped))];
  const training = passes.train * below + stage.epochs * (between + trainingPasses * taped);
  const validation = passes.validation * below + stage.epochs * (between + taped);
  return images * (training + validationShare * validation);
}

/** Seconds of a forward pass of a few images: the faster of two, after one that warms up. */
function measureForward(network: Network, imageSize: number): number {
  const pass = () => {
    const started = performance.now();
    tf.tidy(() => network.forward(tf.ones([measuredImages, imageSize, imageSize, 3]), evaluation).dataSync());
    return (performance.now() - started) / 1000;
  };
  pass();
  return Math.min(pass(), pass());
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
