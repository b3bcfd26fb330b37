#!/usr/bin/env python3
"""Fits the neck of a seeded checkpoint until SAM's real mask decoder answers with masks.

    fit_neck.py --checkpoint IN.pth --images JPEGImages --output OUT.pth
                [--model vit_b] [--limit 4] [--steps 200] [--prompts 8]

A random encoder's features hold colour and place, but the decoder cannot read them: asked about a
point it gives specks. Here the transformer blocks, the prompt encoder and the decoder stay as they
are; only the neck (two convolutions, two norms) learns, from a few images, to say it in the
decoder's words. The targets are patches of similar colour around random points. It takes minutes,
and what comes out is a checkpoint whose masks have SAM's range of sizes, stability and predicted
IoU: fit for comparing ports and precisions, not for segmenting anything.

Seeded; the last bits depend on the machine and its threads.
Needs: segment-anything 1.0, torch, numpy, pillow, opencv-python-headless.
"""

import argparse
import pathlib
import time

import cv2
import numpy as np
import torch
from PIL import Image
from seeded_checkpoint import MODELS, load
from segment_anything.utils.transforms import ResizeLongestSide
from torch.nn import functional as F

COLOURS = (3, 5, 8)
SMALLEST, LARGEST = 0.003, 0.6
SIDE, LOW_RES = 1024, 256


def colour_patches(image):
    """Boolean masks of connected patches of similar colour, coarse and fine."""
    blurred = cv2.bilateralFilter(image, 9, 60, 9)
    blurred = cv2.medianBlur(blurred, 9)
    pixels = cv2.cvtColor(blurred, cv2.COLOR_RGB2LAB).reshape(-1, 3).astype(np.float32)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 1.0)
    patches = []
    for colours in COLOURS:
        cv2.setRNGSeed(colours)
        _, labels, _ = cv2.kmeans(pixels, colours, None, stop, 1, cv2.KMEANS_PP_CENTERS)
        labels = labels.reshape(image.shape[:2])
        for colour in range(colours):
            plane = (labels == colour).astype(np.uint8)
            plane = cv2.morphologyEx(plane, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
            count, regions = cv2.connectedComponents(plane, connectivity=4)
            for region in range(1, count):
                patch = regions == region
                if SMALLEST < patch.mean() < LARGEST:
                    patches.append(patch)
    return patches


class Lesson:
    """An image's frozen features and the patches asked about."""

    def __init__(self, sam, path):
        image = np.array(Image.open(path).convert("RGB"))
        resize = ResizeLongestSide(SIDE)
        resized = resize.apply_image(image)
        pixels = torch.as_tensor(resized).permute(2, 0, 1)[None]
        held = {}
        hook = sam.image_encoder.neck.register_forward_pre_hook(
            lambda _, inputs: held.update(features=inputs[0].clone())
        )
        sam.image_encoder(sam.preprocess(pixels))
        hook.remove()
        self.features = held["features"]
        self.scale = SIDE / max(image.shape[:2])
        self.valid = [(side + 3) // 4 for side in resized.shape[:2]]
        self.patches = colour_patches(image)

    def draw(self, source, count):
        """`count` points [count, 1, 2] in the 1024 frame, and targets [count, 1, h, w]."""
        points, targets = [], []
        for index in source.integers(len(self.patches), size=count):
            patch = self.patches[index]
            inner = cv2.distanceTransform(patch.astype(np.uint8), cv2.DIST_L2, 3)
            ys, xs = np.nonzero(inner > 0.4 * inner.max())
            pick = source.integers(len(xs))
            points.append([(xs[pick] + 0.5) * self.scale, (ys[pick] + 0.5) * self.scale])
            height, width = self.valid
            small = cv2.resize(patch.astype(np.float32), (width, height))
            targets.append((small > 0.5).astype(np.float32))
        return (
            torch.tensor(np.array(points), dtype=torch.float)[:, None],
            torch.from_numpy(np.array(targets))[:, None],
        )


def loss_of(logits, iou, targets):
    """Dice and cross-entropy of the best of the three masks, and how well its IoU is foretold."""
    probability = logits.sigmoid()
    both = (probability * targets).sum((-1, -2))
    dice = 1 - (2 * both + 1) / (probability.sum((-1, -2)) + targets.sum((-1, -2)) + 1)
    entropy = F.binary_cross_entropy_with_logits(
        logits, targets.expand_as(logits), reduction="none"
    ).mean((-1, -2))
    best, chosen = (dice + entropy).min(dim=1)
    hard = logits.detach() > 0
    overlap = (hard & (targets > 0)).sum((-1, -2)) / (hard | (targets > 0)).sum((-1, -2))
    foretold = ((iou - overlap) ** 2).mean(1)
    best_overlap = overlap.gather(1, chosen[:, None]).mean()
    return (best + 0.5 * foretold).mean(), float(best_overlap)


def fit(sam, lessons, steps, prompts):
    source = np.random.default_rng(0)
    neck = sam.image_encoder.neck
    sam.requires_grad_(False)
    neck.requires_grad_(True)
    optimiser = torch.optim.AdamW(neck.parameters(), lr=1.5e-3, weight_decay=0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.5e-3, total_steps=steps)
    image_pe = sam.prompt_encoder.get_dense_pe()
    shown, start = [], time.perf_counter()
    for step in range(steps):
        lesson = lessons[step % len(lessons)]
        points, targets = lesson.draw(source, prompts)
        labels = torch.ones(points.shape[:2], dtype=torch.int)
        sparse, dense = sam.prompt_encoder(points=(points, labels), boxes=None, masks=None)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            embedding = neck(lesson.features)
            logits, iou = sam.mask_decoder(embedding, image_pe, sparse, dense, True)
        height, width = lesson.valid
        loss, overlap = loss_of(logits.float()[..., :height, :width], iou.float(), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        shown.append((loss.item(), overlap))
        if step % 10 == 9:
            mean_loss, mean_overlap = np.mean(shown[-10:], axis=0)
            seconds = time.perf_counter() - start
            print(
                f"step {step + 1}: loss {mean_loss:.3f}, IoU of the best {mean_overlap:.3f},"
                f" {seconds:.0f} s",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--model", choices=MODELS, default="vit_b")
    parser.add_argument("--images", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--limit", type=int, default=4, help="how many images, from the end")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--prompts", type=int, default=8, help="points a step")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    sam = load(arguments.model, arguments.checkpoint)
    paths = sorted(arguments.images.glob("*.jpg"))[-arguments.limit :]
    with torch.no_grad():
        lessons = [Lesson(sam, path) for path in paths]
    print(f"{len(lessons)} images, {[len(lesson.patches) for lesson in lessons]} patches")
    fit(sam, lessons, arguments.steps, arguments.prompts)
    torch.save(sam.state_dict(), arguments.output)


if __name__ == "__main__":
    main()
