#!/usr/bin/env python3
"""Runs pydensecrf's fully connected CRF, times it, and compares labels with ours.

    dense_crf.py --images JPEGImages --pseudo LABELS --output DIR
                 [--preset irn|seam|clip-es] [--limit 50] [--cams DIR] [--compare OURS]

`irn` starts from the label maps in LABELS, the labels that occur there and background taking part.
The others start from class activation maps: those in --cams where it is given, else smooth ones
made of the label maps (a Gaussian of 12 pixels over each class, times a seeded wavy field), which
are written to DIR/cams as SEAM writes its own, so that ours can start from the same numbers.

Writes DIR/PRESET/ID.png (label maps) and prints seconds of one core for each image, everything
from the photograph to the labels but no file read or written. --compare OURS holds ID.png from ours
and prints the share of equal labels.
Needs: numpy, scipy, pillow, pydensecrf2 1.1.
"""

import argparse
import pathlib
import time

import numpy as np
import pydensecrf.densecrf as dcrf
from PIL import Image
from pydensecrf.utils import unary_from_labels, unary_from_softmax
from scipy.ndimage import gaussian_filter

# (sxy, weight) and (sxy, srgb, weight); the background's exponent.
PRESETS = {
    "irn": ((3, 3), (50, 5, 10), None),
    "seam": ((3, 3), (80, 13, 10), 4),
    "clip-es": ((1, 3), (67, 3, 4), 1),
}
ITERATIONS = 10
CONFIDENCE = 0.7


def smooth_maps(labels, name):
    """Class from 0 → [height, width], from 0 to 1."""
    random = np.random.default_rng(int("".join(filter(str.isdigit, name))))
    maps = {}
    for label in np.unique(labels[(labels > 0) & (labels < 255)]):
        wave = gaussian_filter(random.normal(size=labels.shape), 20)
        wave = (wave - wave.min()) / np.ptp(wave)
        plane = gaussian_filter((labels == label).astype(np.float64), 12) * (0.4 + 0.6 * wave)
        maps[int(label) - 1] = (plane / (plane.max() + 1e-5)).astype(np.float32)
    return maps


def infer(image, unary, preset):
    (sxy, weight), (wide, srgb, colour_weight), _ = PRESETS[preset]
    height, width = image.shape[:2]
    crf = dcrf.DenseCRF2D(width, height, len(unary))
    crf.setUnaryEnergy(np.ascontiguousarray(unary))
    crf.addPairwiseGaussian(sxy=sxy, compat=weight)
    crf.addPairwiseBilateral(sxy=wide, srgb=srgb, rgbim=image, compat=colour_weight)
    scores = np.array(crf.inference(ITERATIONS)).reshape(len(unary), height, width)
    return np.argmax(scores, axis=0)


def refine_labels(image, labels, preset):
    present = np.unique(np.append(labels, 0))
    if len(present) == 1:
        return labels
    unary = unary_from_labels(
        np.searchsorted(present, labels), len(present), gt_prob=CONFIDENCE, zero_unsure=False
    )
    return present[infer(image, unary, preset)]


def refine_maps(image, maps, preset):
    classes = np.array([0] + [label + 1 for label in maps])
    if len(classes) == 1:
        return np.zeros(image.shape[:2], np.uint8)
    planes = np.stack(list(maps.values()))
    background = np.power(1 - planes.max(axis=0, keepdims=True), PRESETS[preset][2])
    unary = unary_from_softmax(np.concatenate((background, planes)))
    return classes[infer(image, unary, preset)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--images", type=pathlib.Path, required=True)
    parser.add_argument("--pseudo", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--preset", choices=PRESETS, default="irn")
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--cams", type=pathlib.Path)
    parser.add_argument("--compare", type=pathlib.Path)
    options = parser.parse_args()

    folder = options.output / options.preset
    folder.mkdir(parents=True, exist_ok=True)
    cams = options.cams or options.output / "cams"
    cams.mkdir(exist_ok=True)
    equal, pixels, seconds, worst = 0, 0, [], 1.0
    for path in sorted(options.pseudo.glob("*.png"))[: options.limit]:
        name = path.stem
        labels = np.array(Image.open(path))
        image = np.array(Image.open(options.images / f"{name}.jpg").convert("RGB"))
        if options.preset == "irn":
            start = time.process_time()
            result = refine_labels(image, labels, options.preset)
        else:
            if not (cams / f"{name}.npy").exists():
                np.save(cams / f"{name}.npy", smooth_maps(labels, name))
            maps = np.load(cams / f"{name}.npy", allow_pickle=True).item()
            start = time.process_time()
            result = refine_maps(image, maps, options.preset)
        seconds.append(time.process_time() - start)
        Image.fromarray(result.astype(np.uint8)).save(folder / f"{name}.png")
        if options.compare:
            ours = np.array(Image.open(options.compare / f"{name}.png"))
            same = int((ours == result).sum())
            worst = min(worst, same / ours.size)
            equal, pixels = equal + same, pixels + ours.size
    print(
        f"{options.preset}: {len(seconds)} images, {1000 * np.mean(seconds):.1f} ms an image "
        f"(median {1000 * np.median(seconds):.1f})"
    )
    if pixels:
        print(f"equal labels: {100 * equal / pixels:.4f} %, the worst image {100 * worst:.3f} %")


if __name__ == "__main__":
    main()
