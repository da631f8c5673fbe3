import { classify } from '@attune/classifier';
import { type BlockGates, type Plane, attentionGates, gradCam, gradCamPlusPlus, occlusion } from '@attune/insight';
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
  /** The gates of every attention block, drawn or not. */
  readonly gates: readonly BlockGates[];
}

export interface ExplainImageOptions {
  readonly methods: readonly Method[];
  readonly layer?: string | undefined;
  /** Which class the maps of a class explain. Default: the most probable. */
  readonly classIndex?: number | undefined;
}

/** What a network makes of an image [1, H, W, 3], and where it looks. */
export async function explainImage(network: Network, image: tf.Tensor4D, { methods: wanted, layer, classIndex }: ExplainImageOptions): Promise<Explanation> {
  const [ranked = []] = await classify(network, image);
  const [gates = []] = wanted.includes('cbam') ? await attentionGates(network, image) : [];
  const options = { classIndex: classIndex ?? ('predicted' as const), ...(layer === undefined ? {} : { layer }) };
  const maps = gates.flatMap(gateMap);
  if (wanted.includes('gradcam')) maps.push(classMap('gradcam', 'Grad-CAM', await gradCam(network, image, options)));
  if (wanted.includes('gradcam++')) maps.push(classMap('gradcam++', 'Grad-CAM++', await gradCamPlusPlus(network, image, options)));
  if (wanted.includes('occlusion')) maps.push(classMap('occlusion', 'Occlusion', await occlusion(network, image, options)));
  return { ranked, maps, gates };
}

function gateMap({ path, positions }: BlockGates): NamedMap[] {
  if (positions === null) return [];
  return [{ name: path.replace(/\.cbam$/u, '').replace(/^(?!cbam)/u, 'cbam-'), title: `Attention, ${path}`, plane: positions, scale: scaleOf(positions) }];
}

function classMap(name: string, title: string, plane: Plane & { readonly layer: string }): NamedMap {
  return { name, title: `${title}, ${plane.layer}`, plane, scale: scaleOf(plane, 0) };
}
