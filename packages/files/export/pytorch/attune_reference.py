"""Writes what a PyTorch network computes, layer by layer, for `attune doctor --weights FILE --reference REF`.

From a program that has the network:

    from attune_reference import write_reference
    write_reference(network, torch.randn(1, 3, 224, 224), "reference.pth")

From a shell, for torchvision's networks: python attune_reference.py resnet18 weights.pth reference.pth [SIDE]

Batch norms and activations are left out: they are computed together where Attune runs.
"""

import sys

import torch


def write_reference(network, images, path):
    """Stores `input` [N, 3, H, W], the outputs of layers by their names (of one that runs twice both, [2N, …]), and `logits`."""
    outputs = {}
    together = (torch.nn.modules.batchnorm._BatchNorm, torch.nn.ReLU, torch.nn.Sigmoid, torch.nn.Dropout)

    def keep(name):
        def hook(_module, _inputs, output):
            if isinstance(output, torch.Tensor):
                # A layer behind may write into the same memory.
                output = output.detach().clone()
                # A channel gate's layers run twice; Attune runs them once, on both inputs, one behind the other in the batch.
                outputs[name] = torch.cat([outputs[name], output]) if name in outputs else output

        return hook

    layers = [(name, module) for name, module in network.named_modules() if name and not isinstance(module, together)]
    hooks = [module.register_forward_hook(keep(name)) for name, module in layers]
    training = network.training
    network.eval()
    with torch.no_grad():
        logits = network(images)
    network.train(training)
    for hook in hooks:
        hook.remove()
    torch.save({"input": images, **outputs, "logits": logits}, path)


def main(architecture, weights, path, side="224"):
    import torchvision

    state = torch.load(weights, map_location="cpu")
    heads = [value for name, value in state.items() if name in ("fc.bias", "classifier.6.bias")]
    network = getattr(torchvision.models, architecture)(num_classes=len(heads[0]))
    network.load_state_dict(state)
    torch.manual_seed(0)
    write_reference(network, torch.randn(2, 3, int(side), int(side)), path)


if __name__ == "__main__":
    main(*sys.argv[1:])
