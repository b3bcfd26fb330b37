#!/usr/bin/env python3
"""Makes Golden/resnet-tiny: a residual network of torchvision's blocks with a sixteenth of ResNet-50's
channels, seeded weights, and what PyTorch computes with them.

    resnet_tiny.py [Tests/VisionTests/Golden/resnet-tiny]

Needs: torch, torchvision, safetensors; benchmarks/rivals/seeded_resnet50.py for how weights are drawn
and what is recorded.
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torchvision.models.resnet import Bottleneck

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "benchmarks/rivals"))
from seeded_resnet50 import record, seed_statistics  # noqa: E402

WIDTH, BLOCKS, CLASSES = 4, (1, 2, 1, 3), 10


class TinyResNet(nn.Module):
    """torchvision's ResNet under its names, with other sizes."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, WIDTH, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(WIDTH)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        channels = WIDTH
        for stage, count in enumerate(BLOCKS):
            width, stride = WIDTH << stage, 1 if stage == 0 else 2
            shortcut = nn.Sequential(
                nn.Conv2d(channels, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width)
            )
            blocks = [Bottleneck(channels, width, stride, shortcut)]
            blocks += [Bottleneck(4 * width, width) for _ in range(count - 1)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
            channels = 4 * width
        self.fc = nn.Linear(channels, CLASSES)


def main():
    default = ROOT / "Tests/VisionTests/Golden/resnet-tiny"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(4)
    network = TinyResNet().eval()
    with torch.no_grad():
        seed_statistics(network, generator)
    torch.save(network.state_dict(), folder / "resnet-tiny.pth")
    # 45 becomes 23, 12, 6, 3 and 2 rows; 64 columns halve evenly.
    tensors = record(network, torch.randn(3, 45, 64, generator=generator))
    save_file(tensors, folder / "golden.safetensors")
    for name, tensor in tensors.items():
        print(f"{name} {tuple(tensor.shape)} rms {tensor.square().mean().sqrt():.4f}")


if __name__ == "__main__":
    main()
