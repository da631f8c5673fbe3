import { type BlockGates, type Plane, attentionGates, attentionWithoutGates, gradCam, gradCamPlusPlus, occlusion } from '@attune/insight';
import type { Network } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import type { Classification } from './classification.ts';

/** The kinds of maps; `cbam` is attention of whatever kind. */
export type ExplainMethod = 'cbam' | 'gradcam' | 'gradcam++' | 'occlusion';

export interface ExplainOptions {
  /** Default: attention and Grad-CAM. */
  readonly methods?: readonly ExplainMethod[] | undefined;
  /** Segment or module whose feature maps explain a class. Default: the last before the head. */
  readonly layer?: string | undefined;
  /** Which class the maps of a class explain. Default: the most probable. */
  readonly classIndex?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A map to be drawn over the image. */
export interface NamedMap {
  /** `gradcam`, `cbam-layer1.0`. */
  readonly name: string;
  readonly title: string;
  readonly plane: Plane;
  /** Where its scale begins: 0 of the maps of a class, in which 0 says something; its smallest
   * value where left out. */
  readonly from?: number;
}

/** Where a network looks. */
export interface Maps {
  readonly maps: readonly NamedMap[];
  /** The gates of every attention block. */
  readonly gates: readonly BlockGates[];
  /** Paths of attention that tells no gates. */
  readonly withoutGates: readonly string[];
}

/** What an image is taken for, and where the network looks. */
export interface Explanation extends Maps {
  readonly classification: Classification;
  /** What the network sees: [imageSize, imageSize, channels], normalised. */
  readonly seen: Float32Array;
}

/** Where a network looks in an image [1, H, W, channels].
 *
 * @throws {LayerError} when there is no such layer.
 * @throws the signal's reason when it is aborted. */
export async function explain(
  network: Network,
  image: tf.Tensor4D,
  { methods = ['cbam', 'gradcam'], layer, classIndex, signal }: ExplainOptions,
): Promise<Maps> {
  const [gates = []] = methods.includes('cbam') ? await attentionGates(network, image) : [];
  const options = { classIndex: classIndex ?? ('predicted' as const), ...(layer === undefined ? {} : { layer }) };
  const maps = gates.map(gateMap);
  if (methods.includes('gradcam')) maps.push(classMap('gradcam', 'Grad-CAM', await gradCam(network, image, options)));
  if (methods.includes('gradcam++')) maps.push(classMap('gradcam++', 'Grad-CAM++', await gradCamPlusPlus(network, image, options)));
  if (methods.includes('occlusion'))
    maps.push(classMap('occlusion', 'Occlusion', await occlusion(network, image, { ...options, ...(signal === undefined ? {} : { signal }) })));
  return { maps, gates, withoutGates: methods.includes('cbam') ? attentionWithoutGates(network, gates) : [] };
}

function gateMap({ path, place, map }: BlockGates): NamedMap {
  const name = place === path ? path : `${path.slice(place.length + 1)}-${place}`;
  return { name, title: `Attention, ${path}`, plane: map };
}

function classMap(name: string, title: string, plane: Plane & { readonly layer: string }): NamedMap {
  return { name, title: `${title}, ${plane.layer}`, plane, from: 0 };
}
