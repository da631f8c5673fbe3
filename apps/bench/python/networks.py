"""The networks of the bench in PyTorch, under Attune's names for them."""

import sys
from pathlib import Path

import torch
import torchvision

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT / "packages/files/export/pytorch"), str(ROOT / "tools/fixtures/resnet")]
from attune_cbam import add_cbam  # noqa: E402
from attune_se import add_se  # noqa: E402
from cifar_resnet import CifarResNet  # noqa: E402

CIFAR_BLOCKS = {"resnet20": 3, "resnet32": 5, "resnet44": 7, "resnet56": 9, "resnet110": 18}


def build(work):
    """The module that a work names, with random weights."""
    torch.manual_seed(0)
    if work["kind"] == "convolution":
        size = work["kernelSize"]
        return torch.nn.Conv2d(work["inChannels"], work["outChannels"], size, work["stride"], size // 2, bias=False)
    name, classes = work["architecture"], work["classes"]
    if name in CIFAR_BLOCKS:
        network = CifarResNet(CIFAR_BLOCKS[name], classes)
    else:
        network = getattr(torchvision.models, name)(num_classes=classes)
    if work["attention"] != "none":
        {"cbam": add_cbam, "se": add_se}[work["attention"]](network)
    return network


def input_shape(work):
    channels = work["inChannels"] if work["kind"] == "convolution" else 3
    return work["batch"], channels, work["imageSize"], work["imageSize"]


def wave(shape):
    """Values that every peer computes alike: 2·sin(0.1·i)."""
    count = torch.Size(shape).numel()
    return (2 * torch.sin(0.1 * torch.arange(count, dtype=torch.float64))).float().reshape(shape)
