#!/usr/bin/env python3
"""Compares two folders of SAM masks made from the same points: the reference's, and ours.

    compare_masks.py REFERENCE_DIR OURS_DIR [--iou 0.995] [--verbose]

Both hold ID.json as SAM's scripts/amg.py writes with --convert-to-rle, each mask with a `level`
(which of the decoder's three outputs it is). A mask is found again by its crop, point and level;
without a level in ours, by the best of the masks of that crop and point. Prints per image and in
all: how many masks each side has, the share of the reference's that ours has with at least that
IoU, the largest differences of the scores, and the order.

The order counts pairs of masks found on both sides that stand the other way round. A pair is a tie,
and does not count, where the reference's predicted IoUs differ by at most 1e-5, or where the masks
come from crops and their crops are equally large: NMS between crops ranks by size alone, and
torchvision leaves the order of more than 1000 equal scores to chance.
Needs: numpy, pycocotools.
"""

import argparse
import json
import pathlib
from collections import defaultdict

import numpy as np
from pycocotools import mask as coco

TIE = 1e-5


def place(record):
    """What a mask was asked for: its crop and point, rounded to where floats are written alike."""
    numbers = (*record["crop_box"], *record["point_coords"][0])
    return tuple(round(float(number), 2) for number in numbers)


def iou(one, other):
    return float(coco.iou([one["segmentation"]], [other["segmentation"]], [0])[0, 0])


def pair_up(reference, ours):
    """Reference index → (our index, IoU), each of ours used once."""
    candidates = defaultdict(list)
    for index, record in enumerate(ours):
        candidates[place(record)].append(index)
    pairs, used = {}, set()
    for index, record in enumerate(reference):
        there = [
            other
            for other in candidates[place(record)]
            if other not in used and ours[other].get("level", record["level"]) == record["level"]
        ]
        if there:
            overlap, other = max((iou(record, ours[other]), other) for other in there)
            pairs[index] = (other, overlap)
            used.add(other)
    return pairs


def turned(reference, pairs):
    """How many pairs stand the other way round, and how many there are, ties apart."""
    found = sorted(pairs)
    position = np.array([pairs[index][0] for index in found])
    score = np.array([reference[index]["predicted_iou"] for index in found])
    crop = np.array([np.prod(reference[index]["crop_box"][2:]) for index in found])
    if len(set(crop)) > 1:
        distinct = crop[:, None] != crop
    else:
        distinct = np.abs(score[:, None] - score) > TIE
    upper = np.triu(distinct, 1)
    return int((upper & (position[:, None] > position)).sum()), int(upper.sum())


def compare(reference, ours, threshold):
    pairs = pair_up(reference, ours)
    overlaps = np.array([pairs[index][1] for index in pairs])

    def largest(key):
        differences = [abs(reference[i][key] - ours[j][key]) for i, (j, _) in pairs.items()]
        return max(differences, default=0.0)

    wrong, counted = turned(reference, pairs)
    return {
        "reference": len(reference),
        "ours": len(ours),
        "found": len(pairs),
        "alike": int((overlaps >= threshold).sum()),
        "identical": int((overlaps == 1).sum()),
        "worst_iou": float(overlaps.min(initial=1)),
        "predicted_iou": largest("predicted_iou"),
        "stability_score": largest("stability_score"),
        "turned": wrong,
        "ordered_pairs": counted,
        "missing": [reference[i] for i in range(len(reference)) if i not in pairs],
    }


def line(name, row):
    share = row["alike"] / row["reference"] if row["reference"] else 1.0
    return (
        f"{name:>12}  {row['reference']:6} {row['ours']:6} {row['found']:6}  {100 * share:8.3f} %"
        f" {row['identical']:6}  {row['worst_iou']:.4f}  {row['predicted_iou']:.1e}"
        f"  {row['stability_score']:.1e}  {row['turned']} of {row['ordered_pairs']}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", type=pathlib.Path)
    parser.add_argument("ours", type=pathlib.Path)
    parser.add_argument("--iou", type=float, default=0.995)
    parser.add_argument("--verbose", action="store_true", help="list masks that ours lacks")
    arguments = parser.parse_args()
    names = sorted(path.stem for path in arguments.reference.glob("*.json"))
    names = [name for name in names if (arguments.ours / f"{name}.json").exists()]
    if not names:
        parser.error("no image is in both folders")
    print(
        "       image  theirs   ours  found  IoU≥%.3f   equal  worst   |Δ IoU|  |Δ stab|  turned"
        % arguments.iou
    )
    total = defaultdict(int)
    for name in names:
        sides = (
            json.loads((d / f"{name}.json").read_text())
            for d in (arguments.reference, arguments.ours)
        )
        row = compare(*sides, arguments.iou)
        print(line(name, row))
        if arguments.verbose:
            for record in row["missing"]:
                print(
                    f"    lacks level {record['level']} at {record['point_coords'][0]}"
                    f" of crop {record['crop_box']}, predicted IoU {record['predicted_iou']:.6f},"
                    f" stability {record['stability_score']:.6f}"
                )
        for key, value in row.items():
            if key == "worst_iou":
                total[key] = min(total.get(key, 1.0), value)
            elif key in ("predicted_iou", "stability_score"):
                total[key] = max(total[key], value)
            elif key != "missing":
                total[key] += value
    print(line("all", total))


if __name__ == "__main__":
    main()
