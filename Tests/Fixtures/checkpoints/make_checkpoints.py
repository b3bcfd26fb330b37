"""Makes the checkpoints beside it and checkpoints.json, the numbers that they hold.

    python make_checkpoints.py

with torch 2.15.0 and safetensors 0.8.0. A second run changes nothing but the keys in
state-legacy.pth, which are addresses.
"""

import collections
import json
import os
import pathlib

import safetensors.torch
import torch

HERE = pathlib.Path(__file__).parent


class Command:
    """What a hostile file would like to have run."""

    def __reduce__(self):
        return os.system, ("touch pickle-was-run",)


def numbers(count):
    """Exact in every format that is used here, signs and a subnormal half included."""
    values = [0.0, -0.0, 1.0, -2.5, 0.375, 2.0**-24, -(2.0**-14), 1024.0, 65504.0]
    return torch.tensor([values[i % len(values)] for i in range(count)], dtype=torch.float64)


def state():
    whole = torch.arange(24, dtype=torch.float32) / 8
    tensors = collections.OrderedDict()
    tensors["layer.weight"] = numbers(12).reshape(3, 4).to(torch.float32)
    tensors["layer.bias"] = torch.nn.Parameter(torch.tensor([0.1, -0.2, 0.3]))
    tensors["half"] = numbers(9).to(torch.float16)
    tensors["brain"] = torch.tensor([1.0, -0.00390625, 3.0e38, 1e-40]).to(torch.bfloat16)
    tensors["double"] = torch.tensor([[0.5], [-1.25]], dtype=torch.float64)
    tensors["counts"] = torch.tensor([-3, 0, 2**24], dtype=torch.int64)
    tensors["bytes"] = torch.tensor([0, 200, 255], dtype=torch.uint8)
    tensors["mask"] = torch.tensor([True, False])
    tensors["scalar"] = torch.tensor(7.5)
    tensors["empty"] = torch.zeros(0, 4)
    tensors["part"] = whole[8:16].reshape(2, 4)
    tensors["turned"] = whole.reshape(2, 3, 4).permute(2, 0, 1)
    tensors["column"] = whole.reshape(6, 4)[:, 1]
    return tensors


def golden(tensors):
    return {
        name: {"shape": list(t.shape), "values": t.detach().to(torch.float32).flatten().tolist()}
        for name, t in tensors.items()
    }


def main():
    torch.manual_seed(0)
    tensors = state()
    torch.save(tensors, HERE / "state.pth")
    torch.save(tensors, HERE / "state-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(dict(tensors), HERE / "state-protocol-4.pth", pickle_protocol=4)
    contiguous = {k: v.detach().clone().contiguous() for k, v in tensors.items()}
    safetensors.torch.save_file(contiguous, HERE / "state.safetensors", metadata={"made": "here"})
    one = {"weight": torch.ones(2, 2)}
    torch.save({"epoch": 3, "model": {"net": one}, "best": 0.5}, HERE / "wrapped.pth")
    optimizer = {"state": {0: {"step": 1, "exp_avg": torch.zeros(2)}}, "param_groups": [{"lr": 1}]}
    torch.save({"model": one, "optimizer": optimizer}, HERE / "training.pth")
    torch.save({"weight": torch.ones(2), "evil": Command()}, HERE / "evil.pth")
    torch.save(
        {"evil": Command()}, HERE / "evil-legacy.pth", _use_new_zipfile_serialization=False)
    nan = {"good": torch.ones(3), "bad": torch.tensor([[1.0, 2.0], [float("nan"), 0.0]]),
           "large": torch.tensor([0.0, float("-inf")], dtype=torch.float16)}
    torch.save(nan, HERE / "nan.pth")
    torch.save({"wide": torch.ones(1).expand(1000)}, HERE / "expanded.pth")
    (HERE / "checkpoints.json").write_text(json.dumps(golden(tensors), indent=1) + "\n")


if __name__ == "__main__":
    main()
