"""Reads a file of torch.save into a ResNet-18, once for each line of stdin, and prints the seconds; given --write, makes the file first."""

import resource
import sys
import time

import torch
import torchvision

torch.set_num_threads(2)
path = sys.argv[1]
model = torchvision.models.resnet18()
if "--write" in sys.argv:
    torch.save(model.state_dict(), path)
# Linux counts the peak of memory anew from here on.
with open("/proc/self/clear_refs", "w") as references:
    references.write("5")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print("ready", flush=True)
for _ in sys.stdin:
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    start = time.perf_counter()
    model.load_state_dict(torch.load(path))
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(seconds, 1024 * (used.ru_maxrss - before), used.ru_minflt - faults, flush=True)
