"""CBAM as others published it, under the names that Attune reads and writes: the authors', timm's and the lecture's.

It needs torch alone, and may be copied into any project (MIT licence)."""
import torch
from torch import nn
from torch.nn import functional as F


def _pooled(features):
    return F.adaptive_avg_pool2d(features, 1), F.adaptive_max_pool2d(features, 1)


def _maps(features):
    return features.mean(1, keepdim=True), features.max(1, keepdim=True)[0]


class _Gates(nn.Module):
    """Through the gate of channels, then that of positions, as far as they are there."""

    def forward(self, features):
        for gate in self.children():
            features = gate(features)
        return features


class AuthorsCbam(_Gates):
    """Jongchan/attention-module: biases in the bottleneck, [max, mean], batch norm in the spatial gate."""

    def __init__(self, channels, reduction=16, kernel_size=7, gates='both'):
        super().__init__()
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
    """timm's `CbamModule`: no biases, [mean, max], batch norm in the spatial gate, a rounded bottleneck."""

    def __init__(self, channels, reduction=16, kernel_size=7, gates='both'):
        super().__init__()
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


class _ConvNorm(nn.Module):
    def __init__(self, kernel_size, momentum):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)
        self.bn = nn.BatchNorm2d(1, momentum=momentum)

    def forward(self, maps):
        return self.bn(self.conv(maps))


class LectureCbam(_Gates):
    """The lecture's: no biases, [mean, max], no batch norm."""

    def __init__(self, channels, reduction=16, kernel_size=7, gates='both'):
        super().__init__()
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
