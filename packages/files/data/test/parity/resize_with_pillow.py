"""Resizes pictures with Pillow for resize-pillow.test.ts: JSON cases on stdin, base64 results on stdout."""
import base64
import json
import sys

from PIL import Image

MODES = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def resized(case):
    image = Image.frombytes("RGB", case["source"], base64.b64decode(case["pixels"]))
    left, top, width, height = case["crop"]
    part = image.crop((left, top, left + width, top + height))
    return base64.b64encode(part.resize(case["target"], MODES[case["interpolation"]]).tobytes()).decode()


json.dump([resized(case) for case in json.load(sys.stdin)], sys.stdout)
