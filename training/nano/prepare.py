"""Runs the frozen backbone over the training photographs and makes masks of 128×128 of them.

Photographs of VOC 2012 with an id 2007_* are left out: they are for evaluation.
"""

import argparse
import json
import random
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.io
import scipy.ndimage
import torch
from PIL import Image

from nano_model import FRAME, LOW, Backbone, framed, photograph
from prepared import Writer

VOID = 255
MOST_PARTS = 12
"""Of one photograph of VOC."""
MOST_REGIONS = 24
"""Of one photograph and annotator of the others."""


class Item(NamedTuple):
    kind: str
    image: Path
    truth: Path


def low(mask, width, height):
    """A boolean mask of the photograph as shares of 255 of each pixel of the frame's 128×128."""
    canvas = np.zeros((FRAME, FRAME), np.float32)
    resized = Image.fromarray(mask.astype(np.float32)).resize(
        (width, height), Image.Resampling.BILINEAR)
    canvas[:height, :width] = np.asarray(resized)
    cell = FRAME // LOW
    return (canvas.reshape(LOW, cell, LOW, cell).mean((1, 3)) * 255 + 0.5).astype(np.uint8)


def regions(labels, width, height, least):
    """The largest regions of a label map, those of at least `least` of the photograph."""
    names, counts = np.unique(labels, return_counts=True)
    large = sorted(
        ((count, name) for name, count in zip(names, counts) if count > least * labels.size),
        reverse=True)
    return [low(labels == name, width, height) for _, name in large[:MOST_REGIONS]]


def voc_sets(path, width, height):
    """Connected parts of each class, and which pixels are void."""
    labels = np.array(Image.open(path))
    masks = []
    for label in np.unique(labels):
        if label not in (0, VOID):
            parts, count = scipy.ndimage.label(labels == label)
            masks += [
                low(parts == part, width, height) for part in range(1, count + 1)
                if (parts == part).mean() > 0.003]
    return [masks[:MOST_PARTS]], low(labels == VOID, width, height) >= 64


def bsds_sets(path, width, height):
    """One set for each annotator."""
    truth = scipy.io.loadmat(path)["groundTruth"]
    annotators = [truth[0, index]["Segmentation"][0, 0] for index in range(truth.shape[1])]
    return [regions(labels, width, height, 0.002) for labels in annotators], None


def panoptic_sets(path, width, height):
    """COCO's segments, whose ids are spread over the three channels; 0 is none."""
    channels = np.array(Image.open(path).convert("RGB")).astype(np.int64)
    labels = channels @ (1, 256, 65536)
    names = np.unique(labels[labels != 0])
    masks = [labels == name for name in names if (labels == name).mean() > 0.002]
    return [[low(mask, width, height) for mask in masks[:MOST_REGIONS]]], None


SETS = {"voc": voc_sets, "bsds": bsds_sets, "panoptic": panoptic_sets}


def voc_items(images, labels):
    for truth in sorted(labels.glob("*.png")):
        image = images / f"{truth.stem}.jpg"
        if image.exists() and not truth.stem.startswith("2007_"):
            yield Item("voc", image, truth)


def bsds_items(root):
    for split in ("train", "val", "test"):
        for image in sorted((root / "images" / split).glob("*.jpg")):
            yield Item("bsds", image, root / "groundTruth" / split / f"{image.stem}.mat")


def panoptic_items(root):
    for split in ("train2017", "val2017"):
        folder = root / "annotations" / f"panoptic_{split}"
        listed = json.loads(folder.with_suffix(".json").read_text())["annotations"]
        for name in sorted(entry["file_name"] for entry in listed):
            image = root / split / f"{Path(name).stem}.jpg"
            if image.exists():
                yield Item("panoptic", image, folder / name)


def valid_pixels(width, height, void):
    valid = np.zeros((LOW, LOW), bool)
    cell = FRAME // LOW
    valid[: -(-height // cell), : -(-width // cell)] = True
    return valid if void is None else valid & ~void


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backbone", required=True, help="efficientnet-lite0-57934424.pth")
    parser.add_argument("--voc-images", type=Path, help="JPEGImages of VOC 2012")
    parser.add_argument("--voc-labels", type=Path, help="SegmentationClass, or …ClassAug")
    parser.add_argument("--bsds", type=Path, help="BSDS500/data: images/ and groundTruth/")
    parser.add_argument(
        "--panoptic", type=Path, help="COCO: train2017/, val2017/ and annotations/panoptic_*")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="take only so many photographs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    if bool(arguments.voc_images) != bool(arguments.voc_labels):
        parser.error("--voc-images and --voc-labels go together")
    if not (arguments.voc_images or arguments.bsds or arguments.panoptic):
        parser.error("no data set is named")
    return arguments


@torch.no_grad()
def main():
    arguments = parsed()
    items = []
    if arguments.voc_images:
        items += voc_items(arguments.voc_images, arguments.voc_labels)
    if arguments.bsds:
        items += bsds_items(arguments.bsds)
    if arguments.panoptic:
        items += panoptic_items(arguments.panoptic)
    # In any order but that of the data sets, so that a limit takes some of each.
    random.Random(arguments.seed).shuffle(items)
    items = items[: arguments.limit]
    backbone = Backbone(arguments.backbone).to(arguments.device)
    writer = Writer(arguments.output, len(items))
    for item in items:
        frame = framed(photograph(item.image))
        maps = backbone(torch.from_numpy(frame.pixels)[None].to(arguments.device))
        sets, void = SETS[item.kind](item.truth, frame.width, frame.height)
        writer.add(
            item.kind, [values[0].cpu().numpy() for values in maps],
            valid_pixels(frame.width, frame.height, void),
            [np.stack(masks) for masks in sets if masks])
    writer.finish()
    print(f"{len(items)} photographs, {writer.count} masks in {arguments.output}")


if __name__ == "__main__":
    main()
