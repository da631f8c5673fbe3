import { isRecord } from '../safetensors/safetensors-header.ts';

/** What decides a layer's arithmetic beside its weights, where the file says it. */
export interface LayerFacts {
  /** Of a convolution, down and across. */
  readonly strides: readonly number[] | null;
  /** Of a convolution by its name, `same` or `valid`; of a layer that pads, before and
   * behind each axis. */
  readonly padding: string | readonly (readonly number[])[] | null;
  /** Of a batch norm: what is added to the variance. */
  readonly epsilon: number | null;
}

/** Nested models within models; an honest file has one or two. */
const mostLevels = 8;

/** The layers of a `modelTopology` as tfjs or Keras' converter writes it, by name; none
 * where there is no such thing. */
export function readLayerFacts(topology: unknown): ReadonlyMap<string, LayerFacts> {
  const facts = new Map<string, LayerFacts>();
  const { model_config: converted } = isRecord(topology) ? topology : {};
  let level = [isRecord(converted) ? converted : topology];
  for (let depth = 0; depth < mostLevels && level.length > 0; depth++) {
    const layers = level.flatMap(layersOf);
    for (const { name, config } of layers) facts.set(name, factsOf(config));
    level = layers;
  }
  return facts;
}

interface Layer {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Of a model or a layer that is one; a Sequential of Keras 1 has its layers for its
 * configuration. */
function layersOf(model: unknown): Layer[] {
  const { config } = isRecord(model) ? model : {};
  const layers = isRecord(config) ? config['layers'] : config;
  return Array.isArray(layers) ? (layers as unknown[]).flatMap(toLayer) : [];
}

function toLayer(layer: unknown): Layer[] {
  const { config } = isRecord(layer) ? layer : {};
  return isRecord(config) && typeof config['name'] === 'string' ? [{ name: config['name'], config }] : [];
}

function factsOf({ strides, padding, epsilon }: Readonly<Record<string, unknown>>): LayerFacts {
  return {
    strides: isPair(strides) ? strides : null,
    padding: typeof padding === 'string' || (Array.isArray(padding) && padding.length <= 2 && padding.every(isPair)) ? padding : null,
    epsilon: typeof epsilon === 'number' ? epsilon : null,
  };
}

function isPair(value: unknown): value is number[] {
  return Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number');
}
