import { refuseUnknownOptions } from '@attune/errors';
import { type Network, requireGradients } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type ChosenClass, type ExplainedClass, chooseClass, classScore } from './class-score.ts';
import { type CutNetwork, cutAt, lastFeatures } from './layer.ts';
import type { Plane } from './plane.ts';

export interface ClassMapOptions {
  /** A segment or a module, as `layerNames` lists them. Default: the last segment
   * before the head. */
  readonly layer?: string;
  /** Default: the class with the largest logit. */
  readonly classIndex?: ExplainedClass;
}

const classMapOptions = { layer: true, classIndex: true } satisfies Record<keyof ClassMapOptions, true>;

/** What speaks for a class, position by position of a layer. */
export interface ClassMap extends Plane, ChosenClass {
  readonly layer: string;
}

/** Grad-CAM: the layer's maps, each weighted by the mean of its gradient, summed and rectified.
 *
 * image [1, H, W, channels], normalised → a plane of the layer's size, 0 where nothing speaks
 * for the class; not scaled.
 * Source: Selvaraju et al. 2017, arXiv:1610.02391, equations 1 and 2.
 * @throws {LayerError} {ClassIndexError} {UnknownOptionError} {GradientsNotRegisteredError} */
export async function gradCam(network: Network, image: tf.Tensor4D, options: ClassMapOptions = {}): Promise<ClassMap> {
  refuseUnknownOptions('gradCam', options, classMapOptions);
  return classMap(network, image, options, (_maps, gradients) => tf.mean(gradients, [1, 2], true));
}

/** Grad-CAM++: as Grad-CAM, but a map's weight is the sum of its positive gradients, each divided
 * by 2 + gradient · Σ map, so that several small objects count as one large does.
 *
 * image [1, H, W, channels], normalised → a plane of the layer's size, not scaled. The factor
 * exp(score) that all weights share is left out. Made for maps behind a ReLU: where
 * they go below 0, the divisor may vanish.
 * Source: Chattopadhyay et al. 2018, arXiv:1710.11063, equation 19 with the exponential as the
 *         function of the score.
 * @throws {LayerError} {ClassIndexError} {UnknownOptionError} {GradientsNotRegisteredError} */
export async function gradCamPlusPlus(network: Network, image: tf.Tensor4D, options: ClassMapOptions = {}): Promise<ClassMap> {
  refuseUnknownOptions('gradCamPlusPlus', options, classMapOptions);
  return classMap(network, image, options, (maps, gradients) => {
    const positive = tf.relu(gradients);
    const share = tf.add(tf.mul(tf.sum(maps, [1, 2], true), positive), 2);
    return tf.sum(tf.div(positive, share), [1, 2], true);
  });
}

/** Weights for a layer's maps: maps and gradients [1, h, w, C] → [1, 1, 1, C]. */
type MapWeights = (maps: tf.Tensor4D, gradients: tf.Tensor4D) => tf.Tensor;

async function classMap(
  network: Network,
  image: tf.Tensor4D,
  { layer = lastFeatures(network), classIndex: wanted = 'predicted' }: ClassMapOptions,
  weigh: MapWeights,
) {
  requireGradients();
  const cut = cutAt(network, layer);
  const { features, maps, logits } = forwardOnce(cut, image);
  try {
    const chosen = await chooseClass(logits, wanted);
    const plane = tf.tidy(() => {
      const gradients = tf.grad((watched) =>
        classScore(
          cut.after(features, () => watched as tf.Tensor4D),
          chosen.classIndex,
        ),
      )(maps) as tf.Tensor4D;
      return tf.relu(tf.sum(tf.mul(maps, weigh(maps, gradients)), 3)) as tf.Tensor3D;
    });
    return { layer, ...chosen, ...(await readPlane(plane)) };
  } finally {
    tf.dispose([features, maps, logits]);
  }
}

/** What lies before the cut, the layer's own output and the logits. */
function forwardOnce(cut: CutNetwork, image: tf.Tensor4D): { readonly features: tf.Tensor; readonly maps: tf.Tensor4D; readonly logits: tf.Tensor2D } {
  return tf.tidy(() => {
    const features = cut.before(image);
    let maps: tf.Tensor4D | undefined;
    const logits = cut.after(features, (output) => (maps = output));
    return { features: tf.clone(features), maps: tf.clone(maps!), logits };
  });
}

/** [1, height, width], which is disposed. */
async function readPlane(plane: tf.Tensor3D): Promise<Plane> {
  const [, height, width] = plane.shape;
  const values = Float32Array.from(await plane.data<'float32'>());
  plane.dispose();
  return { width, height, values };
}
