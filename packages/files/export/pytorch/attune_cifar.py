"""The CIFAR ResNets of He et al. 2015, §4.2, under the names that Attune saves them with.

    import torch
    from attune_cbam import add_cbam
    from attune_cifar import resnet20

    network = resnet20(num_classes=3)
    add_cbam(network)                              # the default of `attune finetune`
    network.load_state_dict(torch.load('resnet20.pth', weights_only=True))
    network.eval()

It needs torch alone, and may be copied into any project (MIT licence)."""
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Two 3×3 convolutions; the shortcut skips pixels and pads channels with zeros (option A), so it has no weights.

    Shapes: [N, before, H, W] → [N, channels, H/stride, W/stride]."""

    def __init__(self, before, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.stride, self.padding = stride, (channels - before) // 2

    def forward(self, features):
        residual = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(features)))))
        if self.stride > 1:
            features = F.pad(features[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.padding, self.padding))
        return F.relu(residual + features)


class CifarResNet(nn.Module):
    """Three stages of `depth` blocks with 16, 32 and 64 channels: [N, channels, 32, 32] → [N, num_classes]."""

    def __init__(self, depth, num_classes=10, channels=3):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        before = 16
        for number, channels in enumerate((16, 32, 64), 1):
            blocks = []
            for index in range(depth):
                blocks.append(Block(before, channels, 2 if index == 0 and number > 1 else 1))
                before = channels
            setattr(self, f'layer{number}', nn.Sequential(*blocks))
        self.linear = nn.Linear(64, num_classes)

    def forward(self, images):
        features = F.relu(self.bn1(self.conv1(images)))
        features = self.layer3(self.layer2(self.layer1(features)))
        return self.linear(features.mean((2, 3)))


def resnet20(num_classes=10):
    return CifarResNet(3, num_classes)


def resnet32(num_classes=10):
    return CifarResNet(5, num_classes)


def resnet44(num_classes=10):
    return CifarResNet(7, num_classes)


def resnet56(num_classes=10):
    return CifarResNet(9, num_classes)


def resnet110(num_classes=10):
    return CifarResNet(18, num_classes)
