import { type Flavour, renamed } from './flavour.ts';

/** The files of CBAM's authors have torchvision's names with theirs for the attention: nothing
 * needs another name once the wrapper is off.
 *
 * Source: Jongchan/attention-module, `MODELS/model_resnet.py`, `MODELS/cbam.py`. */
export const attentionModule: Flavour = {
  name: 'attention-module',
  recognises: (names) => names.some((name) => /^layer\d+\.\d+\.cbam\.ChannelGate\./u.test(name)),
  toOurs: (tensors) => renamed(tensors, (name) => name),
  fromOurs: (tensors) => renamed(tensors, (name) => name),
};
