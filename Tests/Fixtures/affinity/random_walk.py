#!/usr/bin/env python3
"""Writes random_walk.json: affinities and walks by dense matrices in f64.

    python3 Tests/Fixtures/affinity/random_walk.py    (numpy 2.4.6, scipy 1.17.1)

Features, boundaries and maps are numbers in [0, 1) of SplitMix64, seeded as each case says. Every
pair of cells whose distance is below the radius is one, whichever comes first.
"""

import json
import pathlib

import numpy as np
from scipy.spatial.distance import cdist

# rows, columns, radius, exponent, doublings
CASES = [
    (9, 7, 5, 8, 8),
    (12, 17, 5, 10, 8),
    (8, 33, 3, 2, 3),
    (3, 2, 5, 8, 5),
    (1, 6, 5, 8, 4),
    (6, 1, 4, 1, 4),
    (1, 1, 5, 8, 8),
]
CHANNELS = 16
MAPS = 2


def units(seed, count):
    """The first numbers of SplitMix64, as the package turns them into f32."""
    mask = (1 << 64) - 1
    state, values = seed, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & mask
        values.append(((z ^ z >> 31) >> 40) * 2.0**-24)
    return np.array(values)


def path_cells(a, b):
    """The cells between `a` and `b` less than 1 from the line through both."""
    (y, x), (v, u) = a, b
    return [
        (i, j)
        for i in range(min(y, v), max(y, v) + 1)
        for j in range(min(x, u), max(x, u) + 1)
        if abs((v - y) * (j - x) - (u - x) * (i - y)) / np.hypot(v - y, u - x) < 1
    ]


def walk(affinity, exponent, doublings, maps):
    transition = affinity**exponent
    transition /= transition.sum(axis=0, keepdims=True)
    return maps @ np.linalg.matrix_power(transition, 2**doublings)


def numbers(values):
    return [float(f"{v:.8g}") for v in np.ravel(values)]


def case(seed, rows, columns, radius, exponent, doublings):
    cells = rows * columns
    places = np.array([(y, x) for y in range(rows) for x in range(columns)])
    near = cdist(places, places) < radius - 1e-9
    features = units(10 * seed, cells * CHANNELS).reshape(cells, CHANNELS)
    boundaries = units(10 * seed + 1, cells).reshape(rows, columns)
    maps = units(10 * seed + 2, MAPS * cells).reshape(MAPS, cells)
    by_features = np.where(near, np.exp(-cdist(features, features, "cityblock") / CHANNELS), 0)
    by_boundaries = np.zeros((cells, cells))
    for p in range(cells):
        for q in range(cells):
            if near[p, q] and p != q:
                by_boundaries[p, q] = 1 - max(
                    boundaries[c] for c in path_cells(places[p], places[q]))
    np.fill_diagonal(by_boundaries, 1)
    return {
        "rows": rows, "columns": columns, "radius": radius, "exponent": exponent,
        "doublings": doublings, "seed": 10 * seed,
        "pairs": int((near.sum() - cells) // 2),
        # Both sums check every affinity of a cell; the walk alone would forgive a common factor.
        "featureSums": numbers(by_features.sum(axis=0)),
        "boundarySums": numbers(by_boundaries.sum(axis=0)),
        "featureWalk": numbers(walk(by_features, exponent, doublings, maps)),
        "boundaryWalk": numbers(walk(by_boundaries, exponent, doublings, maps)),
    }


if __name__ == "__main__":
    cases = [case(seed, *settings) for seed, settings in enumerate(CASES)]
    path = pathlib.Path(__file__).with_name("random_walk.json")
    path.write_text(
        "[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
