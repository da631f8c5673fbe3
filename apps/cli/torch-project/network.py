"""The network of an Attune run in PyTorch: torchvision's, or a CIFAR ResNet, with attention where the run has it.

Names of its state are those of the run's files, so that `start.pth` and `weights.pth` load strictly."""
import re

import torchvision
from torch import nn
from torch.nn import functional as F
from torchvision.ops import stochastic_depth

from attune_cbam import AuthorsCbam, IdentityCbam, LectureCbam, TimmCbam
from attune_channels import set_channels
from attune_cifar import CifarResNet
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
    set_channels(network, model.get('channels', 3))
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
