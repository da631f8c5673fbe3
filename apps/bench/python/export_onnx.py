"""Writes the network of a work as ONNX, for ONNX Runtime: export_onnx.py WORK OUT"""

import json
import sys

import torch
from networks import build, input_shape, wave

work, out = json.loads(sys.argv[1]), sys.argv[2]
torch.onnx.export(build(work).eval(), wave(input_shape(work)), out, input_names=["input"], output_names=["output"], opset_version=13)
