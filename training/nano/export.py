"""Writes a checkpoint of train.py as safetensors, f16, and says its SHA-256.

Mask logits are multiplied by --logit-scale, in the last layers that make them: it moves no edge of a
mask, only where the ±1 of SAM's stability score falls.
"""

import argparse
import hashlib
from pathlib import Path

import torch

import safetensors_file
from nano_model import FRAME, SAMNano


@torch.no_grad()
def scaled(model, factor):
    for network in model.mask_decoder.output_hypernetworks_mlps:
        network.layers[-1].weight *= factor
        network.layers[-1].bias *= factor
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", help=".pt of train.py, or .safetensors of an earlier export")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--logit-scale", type=float, default=10)
    arguments = parser.parse_args()
    model = SAMNano()
    if arguments.checkpoint.endswith(".safetensors"):
        tensors, metadata = safetensors_file.read(arguments.checkpoint)
    else:
        checkpoint = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
        tensors = checkpoint["model"]
        metadata = {
            "format": "pt", "frame": f"{FRAME}", "model": "sam-nano",
            "steps": f"{checkpoint['steps']}", "version": "1"}
    model.load_state_dict(tensors)
    tensors = scaled(model, arguments.logit_scale).state_dict()
    safetensors_file.write(arguments.output, tensors, metadata)
    digest = hashlib.sha256(arguments.output.read_bytes()).hexdigest()
    print(f"{sum(t.numel() for t in tensors.values())} numbers, SHA-256 {digest}")


if __name__ == "__main__":
    main()
