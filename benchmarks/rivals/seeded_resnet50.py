#!/usr/bin/env python3
"""A ResNet-50 with seeded weights in torchvision's form, and what PyTorch computes with them.

    seeded_resnet50.py --output FOLDER

writes FOLDER/resnet50.pth and FOLDER/resnet50-golden.safetensors: `frame` [3, 240, 331], `stage.N` and
`logits` as the network is, `stage.3.plain`, `logits.plain`, `stage.3.dilated` and `logits.dilated` with a
last stride of 1. SEPAL_RESNET50=FOLDER lets the tests find them; the trained weights cannot be had from
a package registry.
Needs: torch, torchvision, safetensors.
"""

import argparse
import pathlib

import torch
from safetensors.torch import save_file
from torch import nn
from torchvision.models import resnet50


def seed_statistics(network, generator):
    """Norms as training leaves them: of many sizes, so that a wrong fold shows, and tame enough for 50
    layers; the last norm of each block is small, as its sum with the shortcut grows."""
    for name, module in network.named_modules():
        if isinstance(module, nn.BatchNorm2d):
            draw = lambda low, high: torch.rand(module.num_features, generator=generator) * (
                high - low
            ) + low
            scale = 0.4 if name.endswith("bn3") else 1.0
            module.weight.copy_(draw(0.5, 1.5) * scale)
            module.bias.copy_(draw(-0.3, 0.5))
            module.running_mean.copy_(draw(-0.3, 0.3))
            module.running_var.copy_(draw(0.5, 2.0))
        elif isinstance(module, nn.Conv2d):
            deviation = (2 / module.weight[0].numel()) ** 0.5
            noise = torch.randn(module.weight.shape, generator=generator)
            module.weight.copy_(noise * deviation)
        elif isinstance(module, nn.Linear):
            module.weight.copy_(torch.randn(module.weight.shape, generator=generator) * 0.05)
            module.bias.copy_(torch.randn(module.bias.shape, generator=generator) * 0.1)


def last_stride_one(network, dilated):
    """Takes the stride out of the last stage, as IRN does, or turns it into a dilation."""
    for index, block in enumerate(network.layer4):
        block.conv2.stride = (1, 1)
        if block.downsample is not None:
            block.downsample[0].stride = (1, 1)
        if dilated and index > 0:
            block.conv2.dilation = block.conv2.padding = (2, 2)
    return network


def stages(network, frame):
    map = network.maxpool(network.relu(network.bn1(network.conv1(frame[None]))))
    maps = []
    for layer in (network.layer1, network.layer2, network.layer3, network.layer4):
        map = layer(map)
        maps.append(map)
    return [map[0] for map in maps], network.fc(map.mean((2, 3)))[0]


@torch.no_grad()
def record(network, frame):
    """The tensors of the golden file; leaves the network dilated."""
    maps, logits = stages(network, frame)
    tensors = {"frame": frame, "logits": logits}
    tensors.update({f"stage.{index}": map for index, map in enumerate(maps)})
    for name, dilated in (("plain", False), ("dilated", True)):
        maps, logits = stages(last_stride_one(network, dilated), frame)
        tensors[f"stage.3.{name}"], tensors[f"logits.{name}"] = maps[3], logits
    return {name: tensor.clone().contiguous() for name, tensor in tensors.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, required=True)
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(50)
    network = resnet50(weights=None).eval()
    with torch.no_grad():
        seed_statistics(network, generator)
    torch.save(network.state_dict(), folder / "resnet50.pth")
    tensors = record(network, torch.randn(3, 240, 331, generator=generator))
    save_file(tensors, folder / "resnet50-golden.safetensors")
    for name, tensor in tensors.items():
        print(f"{name} {tuple(tensor.shape)} rms {tensor.square().mean().sqrt():.4f}")


if __name__ == "__main__":
    main()
