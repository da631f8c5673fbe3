"""Attune's squeeze-and-excitation in PyTorch, and how to put it into a torchvision network.

    import torchvision
    from safetensors.torch import load_file
    from attune_se import add_se

    network = torchvision.models.resnet18(num_classes=2)
    add_se(network)                                # of a run with `--attention se`
    network.load_state_dict(load_file('run/model.safetensors'))
    network.eval()

A run with `--attention se-timm` has `add_se(network, attention=TimmSe)`, and its file loads into timm's networks with
`block_args=dict(attn_layer='se')` where it was trained with `--placement in-block`.

It needs torch and attune_cbam.py beside it, and both may be copied into any project (MIT licence)."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from attune_cbam import add_cbam


class IdentitySe(nn.Module):
    """Which feature maps matter: 2·sigmoid(fc2(relu(fc1(mean)))), exactly 1 at the start.

    The last layer starts at zero, and 2·sigmoid(0) = 1: inserting it changes no logit by a bit. The first unit of the
    bottleneck starts as a positive average of the channels plus 1, so that the zeroed layer gets a gradient even where
    it is the only unit.

    Shapes: [N, C, H, W] → [N, C, H, W].
    State:  fc1.weight [C/reduction, C, 1, 1], fc1.bias [C/reduction], fc2.weight [C, C/reduction, 1, 1].
    Source: Hu et al. 2018, arXiv:1709.01507, with the start described above."""

    def __init__(self, channels, reduction=16):
        super().__init__()
        hidden = max(channels // reduction, 1)
        self.fc1 = nn.Conv2d(channels, hidden, 1)
        self.fc2 = nn.Conv2d(hidden, channels, 1, bias=False)
        with torch.no_grad():
            self.fc1.weight[0].abs_().mul_(2 / math.sqrt(channels))
            self.fc1.bias[0] = 1
            self.fc2.weight.zero_()

    def forward(self, features):
        return features * (2 * torch.sigmoid(_scores(self, features)))


class TimmSe(nn.Module):
    """The published form, as timm's `SEModule`: sigmoid, biases, a bottleneck of a multiple of eight units.

    State: fc1.weight [hidden, C, 1, 1], fc1.bias [hidden], fc2.weight [C, hidden, 1, 1], fc2.bias [C]."""

    def __init__(self, channels, reduction=16):
        super().__init__()
        hidden = max(8, int(channels / reduction + 4) // 8 * 8)
        self.fc1 = nn.Conv2d(channels, hidden, 1)
        self.fc2 = nn.Conv2d(hidden, channels, 1)

    def forward(self, features):
        return features * torch.sigmoid(_scores(self, features))


def _scores(gate, features):
    return gate.fc2(F.relu(gate.fc1(features.mean((2, 3), keepdim=True))))


def add_se(network, placement='after-block', stages=None, attention=IdentitySe, blocks=None):
    """Gives a ResNet or VGG squeeze-and-excitation where Attune puts it, under Attune's names; see `add_cbam`."""
    return add_cbam(network, placement, stages, attention, kind='se', blocks=blocks)
