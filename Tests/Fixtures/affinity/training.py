#!/usr/bin/env python3
"""Writes training.json: the losses of three steps of each affinity network in PyTorch.

    python3 Tests/Fixtures/affinity/training.py    (torch 2.15.0, numpy 2.4.6)

Two images of 6×8 cells with a second, coarser map. Features are multiples of 1/128, which bf16 holds;
they, the parameters and the labels are made of the numbers of random_walk.py's generator. Both
images are one batch, and an epoch is one step.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from random_walk import path_cells, units

ROWS, COLUMNS, RADIUS = 6, 8, 4
CHANNELS, WIDTHS = (8, 12), (16, 16)
EPOCHS, DECAY, MARGIN = 3, 0.01, 1e-5
LABELS = [0, 0, 1, 2, 255]


def maps(image):
    """The two maps of an image, `[channels, rows, columns]`."""
    fine = np.floor(units(100 + image, ROWS * COLUMNS * CHANNELS[0]) * 128) / 128
    coarse = np.floor(units(200 + image, ROWS * COLUMNS // 4 * CHANNELS[1]) * 128) / 128
    return [
        torch.tensor(fine.reshape(ROWS, COLUMNS, CHANNELS[0])).permute(2, 0, 1),
        torch.tensor(coarse.reshape(ROWS // 2, COLUMNS // 2, CHANNELS[1])).permute(2, 0, 1),
    ]


def labels(image):
    """Blocks of 2×2 cells of one label, so that some pairs agree."""
    blocks = [LABELS[int(u * 5)] for u in units(300 + image, ROWS * COLUMNS // 4)]
    return np.kron(np.reshape(blocks, (ROWS // 2, COLUMNS // 2)), np.ones((2, 2), int))


def parameters(last):
    shapes = {
        "stage0.weight": (WIDTHS[0], CHANNELS[0]), "stage0.bias": (WIDTHS[0],),
        "stage1.weight": (WIDTHS[1], CHANNELS[1]), "stage1.bias": (WIDTHS[1],),
        "last.weight": (last, sum(WIDTHS)), "last.bias": (last,),
    }
    return {
        name: torch.tensor((units(400 + i, int(np.prod(shape))) - 0.5).reshape(shape),
                           requires_grad=True)
        for i, (name, shape) in enumerate(shapes.items())
    }


IMAGES = [maps(0), maps(1)]
STATISTICS = [
    (torch.cat([m[stage].flatten(1) for m in IMAGES], 1).mean(1),
     torch.cat([m[stage].flatten(1) for m in IMAGES], 1).std(1, correction=0))
    for stage in range(2)
]


def layer(p, name, x):
    return torch.einsum("oi,ihw->ohw", p[f"{name}.weight"], x) + p[f"{name}.bias"][:, None, None]


def network(p, image):
    stages = []
    for stage, (mean, deviation) in enumerate(STATISTICS):
        x = (IMAGES[image][stage] - mean[:, None, None]) / deviation[:, None, None]
        x = F.elu(layer(p, f"stage{stage}", x))
        stages.append(
            F.interpolate(x[None], (ROWS, COLUMNS), mode="bilinear", align_corners=False)[0])
    return layer(p, "last", torch.cat(stages))


def loss(kind, p, image):
    y, known = network(p, image), labels(image)
    y = F.elu(y) if kind == "features" else torch.sigmoid(y)[0]
    terms = {"background": [], "same": [], "different": []}
    places = [(i, j) for i in range(ROWS) for j in range(COLUMNS)]
    for a, first in enumerate(places):
        for second in places[a + 1:]:
            u, v = known[first], known[second]
            if (first[0] - second[0])**2 + (first[1] - second[1])**2 >= RADIUS**2 or 255 in (u, v):
                continue
            if kind == "features":
                affinity = torch.exp(-(y[:, *first] - y[:, *second]).abs().mean())
            else:
                affinity = 1 - torch.stack([y[c] for c in path_cells(first, second)]).max()
            if u != v:
                terms["different"].append(-torch.log(1 + MARGIN - affinity))
            else:
                terms["same" if u else "background"].append(-torch.log(affinity + MARGIN))
    assert all(terms.values())
    mean = {k: torch.stack(v).mean() for k, v in terms.items()}
    return mean["background"] / 4 + mean["same"] / 4 + mean["different"] / 2


def training(kind, optimiser):
    p = parameters(sum(WIDTHS) if kind == "features" else 1)
    rate = {"sgd": 0.5, "adamW": 0.02}[optimiser]
    make = {
        "sgd": lambda v: torch.optim.SGD(v, rate, momentum=0.9, weight_decay=DECAY),
        "adamW": lambda v: torch.optim.AdamW(v, rate, weight_decay=DECAY),
    }[optimiser](p.values())
    losses = []
    for step in range(EPOCHS):
        make.param_groups[0]["lr"] = rate * (1 - step / EPOCHS)**0.9
        total = (loss(kind, p, 0) + loss(kind, p, 1)) / 2
        losses.append(float(f"{total.item():.9g}"))
        make.zero_grad()
        total.backward()
        make.step()
    return {"kind": kind, "optimiser": optimiser, "rate": rate, "losses": losses}


if __name__ == "__main__":
    runs = [training(k, o) for k in ("features", "boundaries") for o in ("sgd", "adamW")]
    path = pathlib.Path(__file__).with_name("training.json")
    path.write_text("[\n" + ",\n".join(json.dumps(r) for r in runs) + "\n]\n")
