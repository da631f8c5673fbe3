import { type Flavour, renamed } from './flavour.ts';

/** CIFAR ResNets, whose head is called `linear`: the names of this library's own. Their shortcuts
 * subsample and pad (option A), so no names are theirs.
 *
 * Source: akamaster/pytorch_resnet_cifar10, `resnet.py`. */
export const akamaster: Flavour = {
  name: 'akamaster',
  recognises: (names) => names.includes('linear.weight') && names.includes('layer3.0.conv1.weight'),
  toOurs: (tensors) => renamed(tensors, (name) => name),
  fromOurs: (tensors) => renamed(tensors, (name) => name),
};
