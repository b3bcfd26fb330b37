#!/usr/bin/env python3
"""Writes classifier_steps.json: losses of three training steps of the classifier's last layers.

    python3 Tests/Fixtures/training/classifier_steps.py    (torch 2.15.0, numpy 2.4.6)

The network is what a training of EfficientNet-Lite0's last blocks trains: blocks 11 to 15 with
their norms folded into the convolutions, the 1×1 convolution after them, the mean over the map and
a linear layer of four classes without a bias. Weights and maps are numbers of SplitMix64, seeded by
the FNV-1a hash of their names, so that none of them need be stored.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

BLOCKS = [(112, 192, 5)] + [(192, 192, 5)] * 3 + [(192, 320, 3)]
CLASSES, STEPS, DECAY, NEW_LAYER = 4, 3, 0.01, 10
RATES = {"sgd": 0.01, "adamW": 0.0001}
TARGETS = [[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0]]
MAPS = [(5, 7), (8, 6)]


def mixed(z):
    with np.errstate(over="ignore"):
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def numbers(name, shape, low, high):
    """The first numbers of the generator that `name` seeds, in low ... high."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    count = int(np.prod(shape))
    with np.errstate(over="ignore"):
        states = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15
        )
    unit = (mixed(states) >> np.uint64(40)).astype(np.float32) * np.float32(2**-24)
    low, high = np.float32(low), np.float32(high)
    return torch.from_numpy((low + (high - low) * unit).reshape(shape))


def weight(name, outputs, inputs, taps):
    bound = 2 / np.sqrt(np.float32(inputs * taps))
    return numbers(f"{name}.weight", (outputs, inputs * taps), -bound, bound)


def parameters():
    result = {}
    for index, (inputs, outputs, kernel) in enumerate(BLOCKS, 11):
        name, hidden = f"_blocks.{index}", 6 * inputs
        result[f"{name}._expand_conv"] = (hidden, inputs, 1)
        result[f"{name}._depthwise_conv"] = (hidden, 1, kernel * kernel)
        result[f"{name}._project_conv"] = (outputs, hidden, 1)
    result["_conv_head"] = (1280, 320, 1)
    tensors = {}
    for name, (outputs, inputs, taps) in result.items():
        tensors[f"{name}.weight"] = weight(name, outputs, inputs, taps)
        tensors[f"{name}.bias"] = numbers(f"{name}.bias", (outputs,), -0.2, 0.2)
    tensors["classifier.weight"] = weight("classifier", CLASSES, 1280, 1)
    return {name: tensor.requires_grad_() for name, tensor in tensors.items()}


def padded(x, kernel, stride, dilation):
    """TensorFlow's "same" padding."""
    amounts = []
    for length in (x.shape[3], x.shape[2]):
        reach = (kernel - 1) * dilation + 1
        total = max(0, ((length - 1) // stride) * stride + reach - length)
        amounts += [total // 2, total - total // 2]
    return F.pad(x, amounts)


def logits(p, x, stride, dilation):
    for index, (inputs, outputs, kernel) in enumerate(BLOCKS, 11):
        name, first = f"_blocks.{index}", index == 11
        own_stride, own_dilation = (stride, 1) if first else (1, dilation)

        def convolved(x, part, taps=1, **arguments):
            w = p[f"{name}.{part}.weight"]
            w = w.reshape(w.shape[0], -1, taps, taps)
            return F.conv2d(x, w, p[f"{name}.{part}.bias"], **arguments)

        y = F.relu6(convolved(x, "_expand_conv"))
        y = padded(y, kernel, own_stride, own_dilation)
        y = F.relu6(
            convolved(
                y, "_depthwise_conv", kernel, stride=own_stride, dilation=own_dilation,
                groups=6 * inputs,
            )
        )
        y = convolved(y, "_project_conv")
        x = x + y if not first and inputs == outputs else y
    x = F.relu6(F.conv2d(x, p["_conv_head.weight"][:, :, None, None], p["_conv_head.bias"]))
    return x.mean((2, 3)) @ p["classifier.weight"].T


def run(optimiser, stride, dilation):
    p, base = parameters(), RATES[optimiser]
    old = [tensor for name, tensor in p.items() if name != "classifier.weight"]
    groups = [
        {"params": old, "lr": base},
        {"params": [p["classifier.weight"]], "lr": base * NEW_LAYER},
    ]
    if optimiser == "sgd":
        update = torch.optim.SGD(groups, momentum=0.9, weight_decay=DECAY)
    else:
        update = torch.optim.AdamW(groups, weight_decay=DECAY)
    maps = [numbers(f"map {i}", (*size, 112), -2, 2) for i, size in enumerate(MAPS)]
    losses = []
    for step in range(STEPS + 1):
        for group, rate in zip(update.param_groups, (base, base * NEW_LAYER)):
            group["lr"] = rate * max(0, 1 - step / STEPS) ** 0.9
        each = [
            F.multilabel_soft_margin_loss(
                logits(p, x.permute(2, 0, 1)[None], stride, dilation), torch.tensor([target])
            )
            for x, target in zip(maps, TARGETS)
        ]
        loss = torch.stack(each).mean()
        losses.append(loss.item())
        update.zero_grad()
        loss.backward()
        update.step()
    return losses


def main():
    torch.set_num_threads(1)
    found = [
        {"optimiser": optimiser, "stride": name, "losses": run(optimiser, stride, dilation)}
        for optimiser in ("sgd", "adamW")
        for name, stride, dilation in (("32", 2, 1), ("16", 1, 1), ("16, dilated", 1, 2))
    ]
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(found, indent=1) + "\n")


main()
