#!/usr/bin/env python3
"""Times SEPL's merge as the authors' release does it: plain NumPy, every mask file read again for
every class.

    merge.py --pseudo DIR --masks DIR [--list FILE] [--limit N] [--repeat 3] [--output DIR]

`--masks` holds per image a folder of 0/255 PNG files (see make_masks.py); `--pseudo` the pseudo
labels as ID.png. Prints the images, masks and seconds per image, file access included, on one
thread; with --output also writes the merged labels, to compare with `sepal merge --rule official`.

The rule, as the authors' merger `max_iou_imp2` has it: for each class of the pseudo label in turn,
a mask that no earlier class took is taken where more than half of it is of the class, or where it
covers at least 0.85 of the class. Pixels of the class that no mask visited for it touches are kept.
Later classes overwrite earlier ones.
Needs: numpy, pillow.
"""

import argparse
import pathlib
import time

import numpy as np
from PIL import Image

CLASSES = 21
COVERAGE = 0.85


def merge(pseudo, mask_files):
    merged = np.zeros_like(pseudo)
    taken = set()
    for label in range(1, CLASSES):
        region = pseudo == label
        if not region.any():
            continue
        visited = np.zeros_like(region)
        chosen = []
        for path in mask_files:
            if path in taken:
                continue
            mask = np.array(Image.open(path)) == 255
            visited |= mask
            common = np.sum((region == mask) * region)
            if 2 * common - np.sum(mask) > 0 or common / np.sum(region) >= COVERAGE:
                chosen.append(mask)
                taken.add(path)
        chosen.append(region & ~visited)
        merged[np.sum(chosen, axis=0) > 0] = label
    return merged


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pseudo", type=pathlib.Path, required=True)
    parser.add_argument("--masks", type=pathlib.Path, required=True)
    parser.add_argument("--list", type=pathlib.Path, help="image ids, one a line")
    parser.add_argument("--limit", type=int, help="only the first N images")
    parser.add_argument("--repeat", type=int, default=3, help="timed passes; the best is printed")
    parser.add_argument("--output", type=pathlib.Path, help="where to write merged labels")
    arguments = parser.parse_args()

    ids = (
        arguments.list.read_text().split()
        if arguments.list
        else sorted(path.name for path in arguments.masks.iterdir() if path.is_dir())
    )
    ids = [i for i in ids if (arguments.pseudo / f"{i}.png").exists()][: arguments.limit]
    if not ids:
        parser.error("no image has both a pseudo label and a folder of masks")
    files = {i: sorted((arguments.masks / i).glob("*.png")) for i in ids}

    best = float("inf")
    for _ in range(arguments.repeat):
        start = time.perf_counter()
        merged = {}
        for i in ids:
            pseudo = np.array(Image.open(arguments.pseudo / f"{i}.png"))
            merged[i] = merge(pseudo, files[i])
        best = min(best, time.perf_counter() - start)

    if arguments.output:
        arguments.output.mkdir(parents=True, exist_ok=True)
        for i, labels in merged.items():
            Image.fromarray(labels).save(arguments.output / f"{i}.png")
    masks = sum(len(paths) for paths in files.values())
    print(f"{len(ids)} images, {masks} masks: {best / len(ids):.4f} s per image (best of {arguments.repeat})")


if __name__ == "__main__":
    main()
