#!/usr/bin/env python3
"""Makes folders of overlapping, nested masks in the layout of SAM's scripts/amg.py, without SAM.

The masks are regions of Felzenszwalb segmentations at several scales, smoothed, with near
duplicates dropped: like SAM's they nest from part to whole, and there are about 120 of them for a
VOC image. Scores and prompt points are drawn from a seeded generator. This is material for timing
and for tests of the readers, not a stand-in for SAM's quality.

    make_masks.py --images JPEGImages --output DIR [--limit N] [--masks 120] [--form png|rle|both]

Writes DIR/png/ID/{0.png, 1.png, ..., metadata.csv} and DIR/rle/ID.json.
Needs: numpy, opencv-python-headless, scikit-image, pycocotools.
"""

import argparse
import json
import pathlib

import cv2
import numpy as np
from pycocotools import mask as coco
from skimage.segmentation import felzenszwalb

SCALES = (20, 40, 80, 160, 320, 640, 1280)
DUPLICATE_IOU = 0.9
SMALLEST = 60
COLUMNS = (
    "id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,predicted_iou,"
    "stability_score,crop_box_x0,crop_box_y0,crop_box_w,crop_box_h"
)


def regions(image, wanted):
    """Boolean masks from coarse to fine, near duplicates dropped, at most `wanted`."""
    kept, areas = [], []
    for scale in reversed(SCALES):
        labels = felzenszwalb(image, scale=scale, sigma=0.8, min_size=SMALLEST)
        counts = np.bincount(labels.ravel())
        for label in np.argsort(-counts, kind="stable"):
            mask = cv2.medianBlur((labels == label).astype(np.uint8), 5).astype(bool)
            area = int(mask.sum())
            if area < SMALLEST:
                continue
            duplicate = False
            for other, other_area in zip(kept, areas):
                if min(area, other_area) > DUPLICATE_IOU * max(area, other_area):
                    overlap = int((mask & other).sum())
                    if overlap > DUPLICATE_IOU * (area + other_area - overlap):
                        duplicate = True
                        break
            if not duplicate:
                kept.append(mask)
                areas.append(area)
            if len(kept) == wanted:
                return kept
    return kept


def records(masks, seed):
    """The dictionaries that SAM's automatic generator returns, masks as compressed COCO RLE."""
    random = np.random.default_rng(seed)
    for mask in masks:
        rle = coco.encode(np.asfortranarray(mask.astype(np.uint8)))
        ys, xs = np.nonzero(mask)
        pick = int(random.integers(len(xs)))
        height, width = mask.shape
        x0, y0 = int(xs.min()), int(ys.min())
        yield {
            "segmentation": {"size": [height, width], "counts": rle["counts"].decode("ascii")},
            "area": int(mask.sum()),
            "bbox": [x0, y0, int(xs.max()) - x0, int(ys.max()) - y0],
            "predicted_iou": float(np.float32(random.uniform(0.88, 1.02))),
            "point_coords": [[float(xs[pick]) + 0.5, float(ys[pick]) + 0.5]],
            "stability_score": float(np.float32(random.uniform(0.95, 1.0))),
            "crop_box": [0, 0, width, height],
        }


def write_folder(folder, masks, rows):
    folder.mkdir(parents=True, exist_ok=True)
    lines = [COLUMNS]
    for index, (mask, row) in enumerate(zip(masks, rows)):
        cv2.imwrite(str(folder / f"{index}.png"), mask.astype(np.uint8) * 255)
        values = [index, row["area"], *row["bbox"], *row["point_coords"][0]]
        values += [row["predicted_iou"], row["stability_score"], *row["crop_box"]]
        lines.append(",".join(str(value) for value in values))
    (folder / "metadata.csv").write_text("\n".join(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--limit", type=int, default=None, help="only the first N images")
    parser.add_argument("--masks", type=int, default=120, help="at most this many per image")
    parser.add_argument("--form", choices=("png", "rle", "both"), default="both")
    arguments = parser.parse_args()

    paths = sorted(arguments.images.glob("*.jpg"))[: arguments.limit]
    for seed, path in enumerate(paths):
        image = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        masks = regions(image, arguments.masks)
        rows = list(records(masks, seed))
        if arguments.form != "rle":
            write_folder(arguments.output / "png" / path.stem, masks, rows)
        if arguments.form != "png":
            folder = arguments.output / "rle"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{path.stem}.json").write_text(json.dumps(rows))
        print(f"{path.stem}: {len(masks)} masks", flush=True)


if __name__ == "__main__":
    main()
