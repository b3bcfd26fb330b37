#!/usr/bin/env python3
"""Writes dense_crf.json and, with a folder of data, voc.json: what pydensecrf makes of the same input.

    python3 Tests/Fixtures/crf/dense_crf.py [SEPAL_DATA]
        (pydensecrf2 1.1, numpy 2.4.6, pillow 13.0.0)

dense_crf.json: every `stride`-th probability after some iterations, of pictures and unaries given by
formulas below. voc.json: the number of pixels of each label after IRN's CRF on the pseudo labels of
SEPAL_DATA/transcam.
"""

import json
import pathlib
import sys

import numpy as np
import pydensecrf.densecrf as dcrf
from PIL import Image
from pydensecrf.utils import unary_from_labels

# width, height, labels, iterations, (sxy, weight), (sxy, srgb, weight), stride
CASES = [
    (24, 17, 2, 3, (3, 3), (50, 5, 10), 5),
    (24, 17, 2, 10, (3, 3), (50, 5, 10), 5),
    (33, 20, 3, 3, (3, 3), (80, 13, 10), 7),
    (31, 19, 4, 5, (1, 3), (67, 3, 4), 7),
    (40, 9, 5, 10, (3, 3), (50, 5, 10), 7),
    (16, 16, 6, 3, (3, 3), (20, 30, 2), 7),
    (19, 23, 21, 10, (2, 1), (30, 10, 5), 29),
    (37, 21, 2, 10, None, (50, 5, 10), 5),
    (37, 21, 3, 10, (4, 2), None, 7),
    (1, 1, 3, 10, (3, 3), (50, 5, 10), 1),
    (1, 13, 2, 10, (3, 3), (50, 5, 10), 1),
]
IMAGES = ["2007_000032", "2007_000039", "2007_000063", "2007_000243", "2007_000364", "2007_000480"]


def picture(width, height):
    y, x, c = np.ogrid[0:height, 0:width, 0:3]
    tiles = 60 * ((x // 7 + y // 5) % 3)
    return ((x * 2 + y * 3 * c + tiles + (x * x * 7 + y * 13 + x * y * c) % 9) % 256).astype(np.uint8)


def probabilities(width, height, labels):
    y, x = np.ogrid[0:height, 0:width]
    planes = [(1 + (x * (n + 2) + y * (2 * n + 1) + n * n + x * y // 3) % 7) / 8 for n in range(labels)]
    return np.stack([np.broadcast_to(plane, (height, width)) for plane in planes])


def infer(image, unary, iterations, gaussian, bilateral):
    height, width = image.shape[:2]
    crf = dcrf.DenseCRF2D(width, height, len(unary))
    crf.setUnaryEnergy(np.ascontiguousarray(unary, np.float32))
    if gaussian:
        crf.addPairwiseGaussian(sxy=gaussian[0], compat=gaussian[1])
    if bilateral:
        sxy, srgb, weight = bilateral
        crf.addPairwiseBilateral(sxy=sxy, srgb=srgb, rgbim=image, compat=weight)
    return np.array(crf.inference(iterations)).reshape(len(unary), height, width)


def write(name, records):
    lines = ",\n".join(json.dumps(record) for record in records)
    pathlib.Path(__file__).with_name(name).write_text(f"[\n{lines}\n]\n")


def main():
    records = []
    for width, height, labels, iterations, gaussian, bilateral, stride in CASES:
        unary = -np.log(probabilities(width, height, labels)).reshape(labels, -1)
        image = np.ascontiguousarray(picture(width, height))
        result = infer(image, unary, iterations, gaussian, bilateral)
        records.append(
            {
                "size": [width, height],
                "labels": labels,
                "iterations": iterations,
                "gaussian": gaussian,
                "bilateral": bilateral,
                "stride": stride,
                "probabilities": [round(float(p), 7) for p in result.flatten()[::stride]],
            }
        )
    write("dense_crf.json", records)
    if len(sys.argv) < 2:
        return
    data, records = pathlib.Path(sys.argv[1]), []
    for name in IMAGES:
        image = np.array(Image.open(data / f"voc2012/JPEGImages/{name}.jpg").convert("RGB"))
        seeds = np.array(Image.open(data / f"transcam/{name}.png"))
        present = np.unique(np.append(seeds, 0))
        unary = unary_from_labels(
            np.searchsorted(present, seeds), len(present), gt_prob=0.7, zero_unsure=False
        )
        result = infer(image, unary, 10, (3, 3), (50, 5, 10)).argmax(axis=0)
        pixels = {str(label): int((result == n).sum()) for n, label in enumerate(present)}
        records.append({"image": name, "pixels": pixels})
    write("voc.json", records)


if __name__ == "__main__":
    main()
