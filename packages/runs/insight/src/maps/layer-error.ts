import { AttuneError } from '@attune/errors';

/** A name that is not a layer of the network. */
export class LayerError extends AttuneError {
  static override readonly code = 'ATTUNE_LAYER';
  readonly layer: string;
  /** All there are. */
  readonly layers: readonly string[];

  constructor({ layer, layers }: Pick<LayerError, 'layer' | 'layers'>) {
    const shown = layers.filter((name) => !name.includes('.'));
    super(
      `The network has no layer "${layer}" whose output is a map. Name a segment (${shown.join(', ')}) or a module inside one, such as ${layers.at(-1) ?? 'layer4.1'}.`,
    );
    this.name = 'LayerError';
    this.layer = layer;
    this.layers = layers;
  }
}
