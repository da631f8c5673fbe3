"""The network of an Attune run in PyTorch: torchvision's, or a CIFAR ResNet, with attention where the run has it.

Names of its state are those of the run's files, so that `start.pth` and `weights.pth` load strictly."""
import re

import torchvision
from torch import nn
from torch.nn import functional as F
from torchvision.ops import stochastic_depth

from attune_cbam import IdentityCbam
from attune_gates import AuthorsCbam, LectureCbam, TimmCbam
from attune_se import IdentitySe, TimmSe
from attune_strides import stride_in

gates = {
    'identity': IdentityCbam,
    'authors': AuthorsCbam,
    'timm': TimmCbam,
    'lecture': LectureCbam,
    'se': IdentitySe,
    'se-timm': TimmSe,
}

# Blocks of each of the three stages.
cifar_depths = {'resnet20': 3, 'resnet32': 5, 'resnet44': 7, 'resnet56': 9, 'resnet110': 18}


def build_network(project):
    """Builds what `project.json` describes under `network`, with weights at random."""
    model = project['network']
    network = _backbone(model)
    if model.get('strideIn') == 'conv1':
        stride_in(network, 'conv1')
    for path in model['gates']:
        _attend(network, path, model)
    _drop_out(network, model)
    return network


def _backbone(model):
    name, classes = model['architecture'], model['classes']
    if name in cifar_depths:
        return CifarResNet(cifar_depths[name], classes)
    return getattr(torchvision.models, name)(num_classes=classes)


def _attend(network, path, model):
    """Puts a gate at `path`, such as `layer1.0.cbam`, `cbam2`, and lets it act on what its place gives out."""
    owner_path, _, name = path.rpartition('.')
    owner = network.get_submodule(owner_path)
    place = _place(network, owner, name, model)
    gate = gates[model['attention']](_channels(network, place), **_options(model))
    owner.add_module(name, gate)
    place.register_forward_hook(lambda _module, _inputs, output: gate(output))


def _place(network, owner, name, model):
    if hasattr(owner, 'conv1') and owner is not network:
        return _last_norm(owner) if model['placement'] == 'in-block' else owner
    number = int(re.sub(r'\D', '', name))
    if hasattr(network, 'features'):
        return [layer for layer in network.features if isinstance(layer, nn.MaxPool2d)][number - 1]
    return getattr(network, f'layer{number}')


def _channels(network, place):
    if isinstance(place, nn.MaxPool2d):
        return _pooled_channels(network, place)
    if isinstance(place, nn.BatchNorm2d):
        return place.num_features
    if isinstance(place, nn.Sequential):
        return _last_norm(place[-1]).num_features
    return _last_norm(place).num_features


def _pooled_channels(network, pool):
    channels = 0
    for layer in network.features:
        channels = layer.out_channels if isinstance(layer, nn.Conv2d) else channels
        if layer is pool:
            return channels


def _last_norm(block):
    return block.bn3 if hasattr(block, 'bn3') else block.bn2


def _options(model):
    options = {'reduction': model['reduction']}
    if not model['attention'].startswith('se'):
        options['kernel_size'] = model.get('attentionKernel', 7)
        options['gates'] = model.get('attentionGates', 'both')
    return options


def _drop_out(network, model):
    """Dropout before a ResNet's head or between a VGG's dense layers, and stochastic depth."""
    rate = model.get('dropout')
    if hasattr(network, 'classifier'):
        for layer in network.classifier:
            if isinstance(layer, nn.Dropout) and rate is not None:
                layer.p = rate
    elif rate:
        head = network.fc if hasattr(network, 'fc') else network.linear
        head.register_forward_pre_hook(lambda layer, inputs: F.dropout(inputs[0], rate, layer.training))
    blocks = [block for number in range(1, 5) for block in getattr(network, f'layer{number}', [])]
    for index, block in enumerate(blocks):
        share = model.get('stochasticDepth', 0) * (index / (len(blocks) - 1) if len(blocks) > 1 else 1)
        if share:
            hook = lambda _norm, _inputs, output, block=block, share=share: stochastic_depth(output, share, 'row', block.training)
            _last_norm(block).register_forward_hook(hook)


class CifarResNet(nn.Module):
    """He et al. 2015, arXiv:1512.03385, section 4.2, with names as in akamaster/pytorch_resnet_cifar10."""

    def __init__(self, depth, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = _cifar_stage(16, 16, depth, 1)
        self.layer2 = _cifar_stage(16, 32, depth, 2)
        self.layer3 = _cifar_stage(32, 64, depth, 2)
        self.linear = nn.Linear(64, classes)

    def forward(self, images):
        features = F.relu(self.bn1(self.conv1(images)))
        features = self.layer3(self.layer2(self.layer1(features)))
        return self.linear(features.mean((2, 3)))


class CifarBlock(nn.Module):
    """Two 3×3 convolutions; where the shape changes, the shortcut is every other pixel with zero channels around."""

    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.stride, self.added = stride, outside - inside

    def forward(self, features):
        residual = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(features)))))
        half = self.added // 2
        carried = features[:, :, :: self.stride, :: self.stride] if self.stride > 1 else features
        return F.relu(residual + F.pad(carried, (0, 0, 0, 0, half, self.added - half)))


def _cifar_stage(inside, outside, depth, stride):
    blocks = [CifarBlock(inside, outside, stride)] + [CifarBlock(outside, outside, 1) for _ in range(depth - 1)]
    return nn.Sequential(*blocks)
