/** A name of Hugging Face's ResNets, whose blocks are lists of convolutions with their batch norms,
 * as torchvision has it.
 *
 * Source: huggingface/transformers, `models/resnet/modeling_resnet.py`. */
export function fromHuggingFace(name: string): string {
  const [, stage, block, rest] = /^(?:resnet\.)?encoder\.stages\.(\d+)\.layers\.(\d+)\.(.+)$/u.exec(name) ?? [];
  if (rest !== undefined) return `layer${Number(stage) + 1}.${block}.${inBlock(rest)}`;
  return name.replace(/^(?:resnet\.)?embedder\.embedder\.convolution\./u, 'conv1.').replace(/^(?:resnet\.)?embedder\.embedder\.normalization\./u, 'bn1.');
}

function inBlock(rest: string): string {
  return rest
    .replace(/^shortcut\.convolution\./u, 'downsample.0.')
    .replace(/^shortcut\.normalization\./u, 'downsample.1.')
    .replace(/^layer\.(\d+)\.convolution\./u, (_, place) => `conv${Number(place) + 1}.`)
    .replace(/^layer\.(\d+)\.normalization\./u, (_, place) => `bn${Number(place) + 1}.`);
}
