#!/usr/bin/env python3
"""Writes coco.json: masks and what pycocotools encodes them to.

    python3 make_coco.py         (pycocotools 2.0, numpy 2.4.6)

`rows` has one string of 0 and 1 per row; `compressed` is mask.encode(...)["counts"]; `lengths` are
the same run lengths as numbers, down the columns, the first of zeros.
"""

import json
import pathlib

import numpy as np
from pycocotools import mask as coco


def lengths(mask):
    column_major = np.concatenate([[0], mask.ravel(order="F"), [-1]])
    changes = np.flatnonzero(np.diff(column_major))
    return np.diff(np.concatenate([[0], changes])).tolist()


def case(name, mask):
    mask = mask.astype(np.uint8)
    encoded = coco.encode(np.asfortranarray(mask))
    assert (coco.decode(encoded) == mask).all()
    again = coco.frPyObjects({"size": list(mask.shape), "counts": lengths(mask)}, *mask.shape)
    assert again["counts"] == encoded["counts"]
    return {
        "name": name,
        "rows": ["".join(map(str, row)) for row in mask],
        "compressed": encoded["counts"].decode("ascii"),
        "lengths": lengths(mask),
    }


def cases():
    random = np.random.default_rng(20230508)
    yield case("one clear pixel", np.zeros((1, 1)))
    yield case("one set pixel", np.ones((1, 1)))
    yield case("empty", np.zeros((5, 7)))
    yield case("full", np.ones((5, 7)))
    yield case("first pixel", np.eye(1, 12).reshape(3, 4))
    yield case("chequered", np.indices((6, 9)).sum(axis=0) % 2)
    yield case("one row", random.random((1, 70)) < 0.5)
    yield case("one column", random.random((70, 1)) < 0.5)
    yield case("noise", random.random((37, 53)) < 0.4)
    y, x = np.indices((65, 130))
    yield case("disc", (x - 60) ** 2 + (y - 30) ** 2 < 28**2)
    # Long runs, with large differences both ways between a run and the one two before.
    bars = np.zeros((90, 100))
    bars[:, 3] = bars[5, 40] = bars[:, 60:97] = bars[88, 99] = 1
    yield case("bars", bars)


if __name__ == "__main__":
    target = pathlib.Path(__file__).with_name("coco.json")
    target.write_text(json.dumps({"cases": list(cases())}, indent=1) + "\n")
