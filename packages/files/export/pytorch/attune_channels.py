"""Networks for images of 1, 4 or more channels, as `attune finetune --channels` makes them.

    import torch, torchvision
    from attune_channels import set_channels

    network = torchvision.models.resnet18(num_classes=3)
    set_channels(network, 1)                       # gray; before the attention is added
    network.load_state_dict(torch.load('resnet18.pth', weights_only=True))

It needs torch alone, and may be copied into any project (MIT licence)."""
import math

from torch import nn


def set_channels(network, channels):
    """Replaces the convolution that sees the images, its filters adapted: summed up for one channel, repeated and
    scaled by 3 / channels for others, which is the rule of timm's `adapt_input_conv`. Returns the network.

    network: a torchvision ResNet or VGG, or a CIFAR ResNet of `attune_cifar`."""
    owner, name = (network.features, '0') if hasattr(network, 'features') else (network, 'conv1')
    old = owner.get_submodule(name)
    if old.in_channels == channels:
        return network
    new = nn.Conv2d(channels, old.out_channels, old.kernel_size, old.stride, old.padding, bias=old.bias is not None)
    new.weight.data = adapted(old.weight.data, channels)
    if old.bias is not None:
        new.bias.data = old.bias.data
    owner.add_module(name, new)
    return network


def adapted(weight, channels):
    """A kernel [out, 3, height, width] for images of another number of channels."""
    if weight.shape[1] != 3:
        raise ValueError(f'the kernel sees {weight.shape[1]} channels: only one of 3 can be adapted')
    if channels == 1:
        return weight.sum(1, keepdim=True)
    return weight.repeat(1, math.ceil(channels / 3), 1, 1)[:, :channels] * (3 / channels)
