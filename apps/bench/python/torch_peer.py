"""PyTorch as a peer of the bench: reads a work, then for each line how often to repeat it; answers with seconds. See ../src/peer/serve-peer.ts."""

import json
import resource
import sys
import time

import torch
from networks import build, input_shape, wave
from torch.nn import functional as F


def training_step(work, network):
    images = wave(input_shape(work))
    labels = torch.arange(work["batch"]) % work["classes"]
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-4)
    network.train()

    def repeat():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()

    return repeat


def forward(work, network):
    images = wave(input_shape(work))
    network.eval()

    def repeat():
        with torch.no_grad():
            network(images)

    return repeat


def convolution_training(work, layer):
    images = wave(input_shape(work)).requires_grad_()
    with torch.no_grad():
        upstream = torch.ones_like(layer(images))

    def repeat():
        images.grad = layer.weight.grad = None
        layer(images).backward(upstream)

    return repeat


def convolution_gradient(work, layer):
    images = wave(input_shape(work))
    wanted = [work["pass"] == "input-gradient", work["pass"] == "filter-gradient", False]
    with torch.no_grad():
        upstream = torch.ones_like(layer(images))

    def repeat():
        with torch.no_grad():
            place = layer.stride, layer.padding, layer.dilation, False, [0, 0], 1
            torch.ops.aten.convolution_backward(upstream, images, layer.weight, None, *place, wanted)

    return repeat


def prepare(work):
    network = build(work)
    if work["kind"] == "step":
        return training_step(work, network)
    if work["kind"] == "convolution" and work["pass"] == "training":
        return convolution_training(work, network)
    if work["kind"] == "convolution" and work["pass"] != "forward":
        return convolution_gradient(work, network)
    return forward(work, network)


def answer(**values):
    print(json.dumps(values), flush=True)


work = json.loads(sys.stdin.readline())
torch.set_num_threads(work["threads"])
repeat = prepare(work)
answer(ready=True, version=f"torch {torch.__version__}")
for line in sys.stdin:
    seconds = []
    for _ in range(json.loads(line)["repetitions"]):
        started = time.perf_counter()
        repeat()
        seconds.append(time.perf_counter() - started)
    answer(seconds=seconds, peakBytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
