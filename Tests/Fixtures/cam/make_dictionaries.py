#!/usr/bin/env python3
"""Writes dictionaries/: activation maps as the scripts of IRN, CLIP-ES and SEAM keep them, and others.

    python3 Tests/Fixtures/cam/make_dictionaries.py    (torch 2.15.0, numpy 2.4.6)

Maps are of an image of 13 × 9 pixels and of classes 3 and 14, counted from 0. Value (row, column) of the
map of class k is ((7·row + 3·column + 5·k) mod 16) / 16, on the image's grid as on that of stride 4.
Also checks that NumPy reads dictionaries/exported.npy, which a test writes again, as it should.
"""

import os
import pathlib

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).with_name("dictionaries")
CLASSES = [3, 14]
WHOLE, QUARTER = (9, 13), (3, 4)


def plane(k, shape):
    row, column = np.ogrid[0 : shape[0], 0 : shape[1]]
    return (((7 * row + 3 * column + 5 * k) % 16) / 16).astype(np.float32)


def stack(shape, classes=CLASSES):
    return np.stack([plane(k, shape) for k in classes])


class Command:
    def __reduce__(self):
        return os.system, ("touch pickle-was-run",)


def main():
    FOLDER.mkdir(exist_ok=True)
    keys, whole, quarter = np.array(CLASSES), stack(WHOLE), stack(QUARTER)
    torch_keys = torch.tensor([[3, 9], [14, 9]])[:, 0]
    irn = {"keys": torch_keys, "cam": torch.from_numpy(quarter), "high_res": whole}
    turned = torch.from_numpy(np.ascontiguousarray(quarter.transpose(2, 0, 1))).permute(1, 2, 0)
    seam = {k: plane(k, WHOLE) for k in CLASSES}
    below = {3: seam[3] - np.float32(1e-5), 14: seam[14]}
    spoilt = whole.copy()
    spoilt[1, 4, 7] = np.nan
    pickles = {
        "irn": irn,
        "irn-quarter": {"keys": torch_keys, "cam": turned},
        "irn-no-class": {"keys": keys[:0], "high_res": whole[:0]},
        "clip-es": {"keys": keys.astype(np.int32), "attn_highres": whole.astype(np.float16)},
        "seam": below,
        "seam-numpy-keys": {np.int64(14): seam[14], np.int64(3): seam[3]},
        "no-class": {},
        "not-finite": {"keys": keys, "high_res": spoilt},
        "not-normalised": {"keys": keys, "high_res": whole * 40},
        "other-keys": {"name": 1, "maps": whole},
        "no-maps": {"keys": keys, "logits": whole},
        "float-keys": {"keys": keys.astype(np.float32), "high_res": whole},
        "fewer-keys": {"keys": keys[:1], "high_res": whole},
        "repeated": {"keys": np.array([3, 3]), "high_res": whole},
        "class-20": {"keys": np.array([3, 20]), "high_res": whole},
        "negative": {-1: seam[3]},
        "other-size": {"keys": keys, "high_res": stack((10, 13))},
        "two-sizes": {3: seam[3], 14: plane(14, QUARTER)},
        "no-map": {3: "a map"},
        "evil": {"keys": keys, "high_res": Command()},
        "list": [1, 2, 3],
    }
    for name, value in pickles.items():
        np.save(FOLDER / f"{name}.npy", value, allow_pickle=True)
    arrays = {"keys": keys, "cam": quarter, "high_res": whole}
    np.savez(FOLDER / "stored.npz", **arrays)
    np.savez_compressed(FOLDER / "deflated.npz", **arrays)
    np.savez_compressed(FOLDER / "seam-deflated.npz", **{"14": seam[14], "3": seam[3]})
    np.savez(FOLDER / "whole-dictionary.npz", seam)

    exported = np.load(FOLDER / "exported.npy", allow_pickle=True).item()
    assert list(exported) == ["keys", "cam", "high_res"]
    assert exported["keys"].dtype == np.int64 and exported["keys"].tolist() == CLASSES
    assert exported["high_res"].dtype == np.float32 and (exported["high_res"] == whole).all()
    expected = torch.nn.functional.interpolate(
        torch.from_numpy(whole)[None], QUARTER, mode="bilinear", align_corners=False
    )[0]
    assert exported["cam"].dtype == np.float32 and exported["cam"].shape == (2, *QUARTER)
    assert np.abs(exported["cam"] - expected.numpy()).max() < 1e-6


if __name__ == "__main__":
    main()
