import { classify } from '@attune/classifier';
import { type BlockGates, type Plane, attentionGates, attentionWithoutGates, gradCam, gradCamPlusPlus, occlusion } from '@attune/insight';
import type { Network } from '@attune/nn';
import { type Scale, scaleOf } from '@attune/report/maps';
import type * as tf from '@tensorflow/tfjs-core';

import type { Method } from './methods.ts';

/** A map to be drawn over the image. */
export interface NamedMap {
  /** Of its file: `gradcam`, `cbam-layer1.0`. */
  readonly name: string;
  readonly title: string;
  readonly plane: Plane;
  readonly scale: Scale;
}

export interface Explanation {
  /** Index and probability of the classes, most probable first. */
  readonly ranked: readonly { readonly index: number; readonly probability: number }[];
  readonly maps: readonly NamedMap[];
  /** The gates of every attention block. */
  readonly gates: readonly BlockGates[];
  /** Paths of attention that tells no gates. */
  readonly withoutGates: readonly string[];
}

export interface ExplainImageOptions {
  readonly methods: readonly Method[];
  readonly layer?: string | undefined;
  /** Which class the maps of a class explain. Default: the most probable. */
  readonly classIndex?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a network makes of an image [1, H, W, 3], and where it looks.
 *
 * @throws the signal's reason when it is aborted. */
export async function explainImage(network: Network, image: tf.Tensor4D, asked: ExplainImageOptions): Promise<Explanation> {
  const { methods: wanted, layer, classIndex, signal } = asked;
  const [ranked = []] = await classify(network, image);
  const [gates = []] = wanted.includes('cbam') ? await attentionGates(network, image) : [];
  const options = { classIndex: classIndex ?? ('predicted' as const), ...(layer === undefined ? {} : { layer }) };
  const maps = gates.map(gateMap);
  if (wanted.includes('gradcam')) maps.push(classMap('gradcam', 'Grad-CAM', await gradCam(network, image, options)));
  if (wanted.includes('gradcam++')) maps.push(classMap('gradcam++', 'Grad-CAM++', await gradCamPlusPlus(network, image, options)));
  if (wanted.includes('occlusion'))
    maps.push(classMap('occlusion', 'Occlusion', await occlusion(network, image, { ...options, ...(signal === undefined ? {} : { signal }) })));
  return { ranked, maps, gates, withoutGates: wanted.includes('cbam') ? attentionWithoutGates(network, gates) : [] };
}

function gateMap({ path, place, map }: BlockGates): NamedMap {
  const name = place === path ? path : `${path.slice(place.length + 1)}-${place}`;
  return { name, title: `Attention, ${path}`, plane: map, scale: scaleOf(map) };
}

function classMap(name: string, title: string, plane: Plane & { readonly layer: string }): NamedMap {
  return { name, title: `${title}, ${plane.layer}`, plane, scale: scaleOf(plane, 0) };
}
