"""Attune's identity CBAM in PyTorch, and how to put it into a torchvision network.

Attune saves its runs with torchvision's names; attention adds names of its own. This file gives a torchvision network
the same names, so that a run's file loads strictly and gives the same logits:

    import torchvision
    from safetensors.torch import load_file
    from attune_cbam import add_cbam

    network = torchvision.models.resnet18(num_classes=2)
    add_cbam(network)                              # `after-block`, the default of `attune finetune`
    network.load_state_dict(load_file('run/model.safetensors'))
    network.eval()

It needs torch alone, and may be copied into any project (MIT licence)."""
import math

import torch
from torch import nn
from torch.nn import functional as F


class ChannelGate(nn.Module):
    """Which feature maps matter: 2·sigmoid(mlp(mean) + mlp(maximum)) over positions.

    State: fc1.weight [C/reduction, C, 1, 1], fc2.weight [C, C/reduction, 1, 1]."""

    def __init__(self, channels, reduction=16):
        super().__init__()
        hidden = max(channels // reduction, 1)
        self.fc1 = nn.Conv2d(channels, hidden, 1, bias=False)
        self.fc2 = nn.Conv2d(hidden, channels, 1, bias=False)

    def forward(self, features):
        mean, peak = F.adaptive_avg_pool2d(features, 1), F.adaptive_max_pool2d(features, 1)
        scores = self.fc2(F.relu(self.fc1(mean))) + self.fc2(F.relu(self.fc1(peak)))
        return features * (2 * torch.sigmoid(scores))


class SpatialGate(nn.Module):
    """Which positions matter: 2·sigmoid of a k×k convolution over [mean, maximum] of the channels; k is 7 in the paper.

    State: conv.weight [1, 2, k, k]."""

    def __init__(self, kernel_size=7):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)

    def forward(self, features):
        maps = torch.cat([features.mean(1, keepdim=True), features.max(1, keepdim=True)[0]], 1)
        return features * (2 * torch.sigmoid(self.conv(maps)))


class IdentityCbam(nn.Module):
    """Attune's default attention: channel gate, then spatial gate, both exactly 1 at the start.

    The last layer of each gate starts at zero, and 2·sigmoid(0) = 1: inserting it changes no logit by a bit, and both
    zeroed layers get a gradient on the first step. For that the first unit of the bottleneck starts as a positive
    average of the channels, so that it is on even where it is the only unit.

    kernel_size: of the spatial gate, odd: `--attention-kernel`.
    gates:       'channels', 'positions' or 'both': `--attention-gates`.
    Shapes: [N, C, H, W] → [N, C, H, W].
    State:  channel.fc1.weight, channel.fc2.weight, spatial.conv.weight.
    Source: Woo et al. 2018, arXiv:1807.06521, with the start described above."""

    def __init__(self, channels, reduction=16, kernel_size=7, gates='both'):
        super().__init__()
        if gates not in ('both', 'channels', 'positions'):
            raise ValueError(f"gates are 'both', 'channels' or 'positions', not {gates!r}")
        if gates != 'positions':
            self.channel = ChannelGate(channels, reduction)
            with torch.no_grad():
                self.channel.fc1.weight[0].abs_().mul_(2 / math.sqrt(channels))
                self.channel.fc2.weight.zero_()
        if gates != 'channels':
            self.spatial = SpatialGate(kernel_size)
            nn.init.zeros_(self.spatial.conv.weight)

    def forward(self, features):
        for gate in self.children():
            features = gate(features)
        return features


def add_cbam(network, placement='after-block', stages=None, attention=IdentityCbam, kind='cbam'):
    """Gives a ResNet or VGG attention where Attune puts it, under Attune's names, and returns the network.

    network:   a torchvision ResNet or VGG, or any network of the same shape: `layer1`, `layer2`, … made of blocks with
               `bn2` or `bn3` (the CIFAR ResNets too), or `features` with max-pools.
    placement: 'after-block' (on each block's output), 'in-block' (on the residual branch, before the add) or
               'after-stage' (on each stage's output). A VGG has one place a group: behind its max-pool.
    stages:    which stages or groups get it, counted from 1. All stages of a ResNet when left out, groups 1 to 4 of a VGG.
    attention: builds the module from a number of channels.
    kind:      what its state is called: `layer1.0.cbam.…`, `cbam1.…`."""
    if hasattr(network, 'features'):
        _add_to_vgg(network, stages, attention, kind)
    else:
        _add_to_resnet(network, placement, stages, attention, kind)
    return network


def _add_to_vgg(network, stages, attention, kind):
    group, channels = 0, 0
    for layer in network.features:
        if isinstance(layer, nn.Conv2d):
            channels = layer.out_channels
        if isinstance(layer, nn.MaxPool2d):
            group += 1
            if group in (stages or (1, 2, 3, 4)):
                _attend(network, f'{kind}{group}', layer, attention(channels))


def _add_to_resnet(network, placement, stages, attention, kind):
    if placement not in ('after-block', 'in-block', 'after-stage'):
        raise ValueError(f"placement is 'after-block', 'in-block' or 'after-stage', not {placement!r}")
    number = 1
    while hasattr(network, f'layer{number}'):
        blocks = getattr(network, f'layer{number}')
        if stages is None or number in stages:
            if placement == 'after-stage':
                _attend(network, f'{kind}{number}', blocks, attention(_last_norm(blocks[-1]).num_features))
            else:
                for block in blocks:
                    place = block if placement == 'after-block' else _last_norm(block)
                    _attend(block, kind, place, attention(_last_norm(block).num_features))
        number += 1


def _last_norm(block):
    return block.bn3 if hasattr(block, 'bn3') else block.bn2


def _attend(owner, name, place, gate):
    """Names the gate as the owner's, and lets it act on what `place` gives out."""
    owner.add_module(name, gate)
    place.register_forward_hook(lambda _module, _inputs, output: gate(output))
