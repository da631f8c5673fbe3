"""Loads networks as the programs of ../pytorch build them, strictly, and prints their logits: pytorch_logits.py FOLDER

FOLDER holds networks.json, a list of {file, architecture, classes, placement, stages, blocks, attention, options}, the
files, and images.json: {shape, values}, channels first."""
import json
import sys
from pathlib import Path

import torch
import torchvision

sys.path.insert(0, str(Path(__file__).parents[1] / 'pytorch'))
import attune_cbam  # noqa: E402
import attune_channels  # noqa: E402
import attune_cifar  # noqa: E402
import attune_se  # noqa: E402

gates = {
    'identity': attune_cbam.IdentityCbam,
    'authors': attune_cbam.AuthorsCbam,
    'timm': attune_cbam.TimmCbam,
    'lecture': attune_cbam.LectureCbam,
    'se': attune_se.IdentitySe,
    'se-timm': attune_se.TimmSe,
}


def build(network):
    name = network['architecture']
    model = getattr(attune_cifar if hasattr(attune_cifar, name) else torchvision.models, name)(num_classes=network['classes'])
    attune_channels.set_channels(model, network.get('channels', 3))
    add = attune_se.add_se if network['attention'].startswith('se') else attune_cbam.add_cbam
    gate = gates[network['attention']]
    return add(model, network['placement'], network['stages'], lambda channels: gate(channels, **network['options']), blocks=network['blocks'])


folder = Path(sys.argv[1])
given = json.loads((folder / 'images.json').read_text())
images = torch.tensor(given['values']).reshape(given['shape'])
torch.set_num_threads(1)
logits = []
for network in json.loads((folder / 'networks.json').read_text()):
    model = build(network)
    model.load_state_dict(torch.load(folder / network['file'], map_location='cpu'), strict=True)
    with torch.no_grad():
        logits.append(model.eval()(images[:, : network.get('channels', 3)]).flatten().tolist())
print(json.dumps(logits))
