"""Attune's CBAM in PyTorch, in every variant, and how to put it into a torchvision network.

Attune saves its runs with torchvision's names; attention adds names of its own. This file gives a torchvision network
the same names, so that a run's file loads strictly and gives the same logits:

    import torchvision
    from safetensors.torch import load_file
    from attune_cbam import add_cbam

    network = torchvision.models.resnet18(num_classes=2)
    add_cbam(network)                              # `after-block`, the default of `attune finetune`
    network.load_state_dict(load_file('run/model.safetensors'))
    network.eval()

Other variants of `--attention` are `AuthorsCbam`, `TimmCbam` and `LectureCbam`, other places those of `--placement`:

    add_cbam(network, placement='in-block', attention=TimmCbam)

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


class _Gates(nn.Module):
    """Through the gate of channels, then that of positions, as far as they are there."""

    def forward(self, features):
        for gate in self.children():
            features = gate(features)
        return features


class IdentityCbam(_Gates):
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
        _check(gates)
        if gates != 'positions':
            self.channel = ChannelGate(channels, reduction)
            with torch.no_grad():
                self.channel.fc1.weight[0].abs_().mul_(2 / math.sqrt(channels))
                self.channel.fc2.weight.zero_()
        if gates != 'channels':
            self.spatial = SpatialGate(kernel_size)
            nn.init.zeros_(self.spatial.conv.weight)


class AuthorsCbam(_Gates):
    """Jongchan/attention-module's: biases in the bottleneck, [max, mean], batch norm in the spatial gate.

    State: ChannelGate.mlp.{1,3}.{weight,bias}, SpatialGate.spatial.conv.weight, SpatialGate.spatial.bn.…"""

    def __init__(self, channels, reduction=16, kernel_size=7, gates='both'):
        super().__init__()
        _check(gates)
        if gates != 'positions':
            self.ChannelGate = _AuthorsChannels(channels, max(channels // reduction, 1))
        if gates != 'channels':
            self.SpatialGate = _AuthorsPositions(kernel_size)


class _AuthorsChannels(nn.Module):
    def __init__(self, channels, hidden):
        super().__init__()
        self.mlp = nn.Sequential(nn.Flatten(), nn.Linear(channels, hidden), nn.ReLU(), nn.Linear(hidden, channels))

    def forward(self, features):
        mean, peak = _pooled(features)
        return features * torch.sigmoid(self.mlp(mean) + self.mlp(peak))[:, :, None, None]


class _AuthorsPositions(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.spatial = _ConvNorm(kernel_size, momentum=0.01)

    def forward(self, features):
        mean, peak = _maps(features)
        return features * torch.sigmoid(self.spatial(torch.cat([peak, mean], 1)))


class TimmCbam(_Gates):
    """timm's `CbamModule`: no biases, [mean, max], batch norm in the spatial gate, a rounded bottleneck.

    State: channel.fc1.weight, channel.fc2.weight, spatial.conv.conv.weight, spatial.conv.bn.…"""

    def __init__(self, channels, reduction=16, kernel_size=7, gates='both'):
        super().__init__()
        _check(gates)
        if gates != 'positions':
            self.channel = _TimmChannels(channels, max(int(channels / reduction + 0.5), 1))
        if gates != 'channels':
            self.spatial = _TimmPositions(kernel_size)


class _TimmChannels(nn.Module):
    def __init__(self, channels, hidden):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, hidden, 1, bias=False)
        self.fc2 = nn.Conv2d(hidden, channels, 1, bias=False)

    def forward(self, features):
        mean, peak = _pooled(features)
        return features * torch.sigmoid(self.fc2(F.relu(self.fc1(mean))) + self.fc2(F.relu(self.fc1(peak))))


class _TimmPositions(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.conv = _ConvNorm(kernel_size, momentum=0.1)

    def forward(self, features):
        return features * torch.sigmoid(self.conv(torch.cat(_maps(features), 1)))


class LectureCbam(_Gates):
    """The lecture's: no biases, [mean, max], no batch norm.

    State: channel_att.fc.{0,2}.weight, spatial_att.conv.weight."""

    def __init__(self, channels, reduction=16, kernel_size=7, gates='both'):
        super().__init__()
        _check(gates)
        if gates != 'positions':
            self.channel_att = _LectureChannels(channels, max(channels // reduction, 1))
        if gates != 'channels':
            self.spatial_att = _LecturePositions(kernel_size)


class _LectureChannels(nn.Module):
    def __init__(self, channels, hidden):
        super().__init__()
        self.fc = nn.Sequential(nn.Conv2d(channels, hidden, 1, bias=False), nn.ReLU(), nn.Conv2d(hidden, channels, 1, bias=False))

    def forward(self, features):
        mean, peak = _pooled(features)
        return features * torch.sigmoid(self.fc(mean) + self.fc(peak))


class _LecturePositions(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)

    def forward(self, features):
        return features * torch.sigmoid(self.conv(torch.cat(_maps(features), 1)))


class _ConvNorm(nn.Module):
    def __init__(self, kernel_size, momentum):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)
        self.bn = nn.BatchNorm2d(1, momentum=momentum)

    def forward(self, maps):
        return self.bn(self.conv(maps))


def _pooled(features):
    return F.adaptive_avg_pool2d(features, 1), F.adaptive_max_pool2d(features, 1)


def _maps(features):
    return features.mean(1, keepdim=True), features.max(1, keepdim=True)[0]


def _check(gates):
    if gates not in ('both', 'channels', 'positions'):
        raise ValueError(f"gates are 'both', 'channels' or 'positions', not {gates!r}")


def add_cbam(network, placement='after-block', stages=None, attention=IdentityCbam, kind='cbam', blocks=None):
    """Gives a ResNet or VGG attention where Attune puts it, under Attune's names, and returns the network.

    network:   a torchvision ResNet or VGG, or any network of the same shape: `layer1`, `layer2`, … made of blocks with
               `bn2` or `bn3` (the CIFAR ResNets too), or `features` with max-pools.
    placement: 'after-block' (on each block's output), 'in-block' (on the residual branch, before the add) or
               'after-stage' (on each stage's output). A VGG has one place a group: behind its max-pool.
    stages:    which stages or groups get it, counted from 1. All stages of a ResNet when left out, groups 1 to 4 of a VGG.
    attention: builds the module from a number of channels.
    kind:      what its state is called: `layer1.0.cbam.…`, `cbam1.…`.
    blocks:    paths of the blocks of a ResNet that get it, such as `['layer1.0']`. All of those stages when left out."""
    if hasattr(network, 'features'):
        _add_to_vgg(network, stages, attention, kind)
    else:
        _add_to_resnet(network, placement, stages, attention, kind, blocks)
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


def _add_to_resnet(network, placement, stages, attention, kind, chosen):
    if placement not in ('after-block', 'in-block', 'after-stage'):
        raise ValueError(f"placement is 'after-block', 'in-block' or 'after-stage', not {placement!r}")
    number = 1
    while hasattr(network, f'layer{number}'):
        blocks = getattr(network, f'layer{number}')
        if stages is None or number in stages:
            if placement == 'after-stage':
                _attend(network, f'{kind}{number}', blocks, attention(_last_norm(blocks[-1]).num_features))
            else:
                for index, block in enumerate(blocks):
                    if chosen is not None and f'layer{number}.{index}' not in chosen:
                        continue
                    place = block if placement == 'after-block' else _last_norm(block)
                    _attend(block, kind, place, attention(_last_norm(block).num_features))
        number += 1


def _last_norm(block):
    return block.bn3 if hasattr(block, 'bn3') else block.bn2


def _attend(owner, name, place, gate):
    """Names the gate as the owner's, and lets it act on what `place` gives out."""
    owner.add_module(name, gate)
    place.register_forward_hook(lambda _module, _inputs, output: gate(output))
