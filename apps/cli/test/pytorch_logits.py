"""Loads a run of ResNet-18 + identity CBAM into torchvision's network, strictly, and prints the logits of an image that both sides compute: pytorch_logits.py MODEL CLASSES"""

import json
import sys
from pathlib import Path

import torch
import torchvision

sys.path.insert(0, str(Path(__file__).parents[3] / "packages/files/export/pytorch"))
from attune_cbam import add_cbam  # noqa: E402

DTYPES = {"F32": torch.float32, "I64": torch.int64}


def read_safetensors(path):
    content = Path(path).read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    state = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        part = bytearray(content[8 + length + begin : 8 + length + end])
        state[name] = torch.frombuffer(part, dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return state


model, classes = sys.argv[1], int(sys.argv[2])
network = torchvision.models.resnet18(num_classes=classes)
add_cbam(network)
network.load_state_dict(read_safetensors(model), strict=True)
network.eval()
positions = torch.arange(224 * 224 * 3, dtype=torch.float64)
image = torch.sin(positions * 0.001).float().reshape(1, 224, 224, 3).permute(0, 3, 1, 2)
with torch.no_grad():
    print(json.dumps(network(image)[0].tolist()))
