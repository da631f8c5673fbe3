"""Puts the stride of a torchvision ResNet's bottlenecks where Keras' ResNets have theirs.

`keras.applications`' ResNets halve the image in the first 1×1 convolution of a stage, torchvision's in the 3×3 behind
it. The state has the same names and shapes, and loads strictly into either: a file of Attune's therefore says
`attune.trait.strideIn` = `conv1` in its metadata. It belongs into

    import torchvision
    from safetensors.torch import load_file
    from attune_strides import stride_in

    network = stride_in(torchvision.models.resnet50(num_classes=2), 'conv1')
    network.load_state_dict(load_file('run/model.safetensors'))
    network.eval()

A torch file says the same to Attune by a text beside its state dict:

    torch.save({'state_dict': network.state_dict(), 'attune.trait.strideIn': 'conv1'}, 'weights.pth')

It needs torch alone, and may be copied into any project (MIT licence)."""


def stride_in(network, place):
    """Moves the stride of every bottleneck (a block with `conv1`, `conv2` and `conv3`) to `place`, and returns the network.

    place: 'conv1', as in Keras, or 'conv2', as torchvision builds it."""
    if place not in ('conv1', 'conv2'):
        raise ValueError(f"place is 'conv1' or 'conv2', not {place!r}")
    for block in network.modules():
        if all(hasattr(block, name) for name in ('conv1', 'conv2', 'conv3')):
            stride = max(block.conv1.stride, block.conv2.stride)
            block.conv1.stride, block.conv2.stride = (stride, (1, 1)) if place == 'conv1' else ((1, 1), stride)
    return network
