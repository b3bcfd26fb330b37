#!/usr/bin/env python3
"""Runs segment-anything's automatic mask generator and writes down more than it returns.

    generate.py --checkpoint FILE.pth --images JPEGImages --output DIR
                [--model vit_b] [--list FILE] [--limit N] [--runs plain,regions,crops]
                [--pred-iou-thresh T] [--stability-score-thresh T] [--batch 64] [--threads 2]

Writes DIR/RUN/ID.json, the list that scripts/amg.py writes with --convert-to-rle, where each mask
also has `level`: which of the decoder's three outputs it is (0, 1, 2). DIR/RUN/ID.npz holds what
every NMS was given and what it kept, in the order of the calls (each crop, in the crop's frame; then
between crops; then after the regions, with the boxes from before): `N.boxes`, `N.iou_preds`,
`N.stability_score`, `N.level`, `N.points`, `N.kept`.

Runs: `plain` (a grid of 32×32), `regions` (the same with min_mask_region_area 100), `crops` (the
same as plain with one layer of crops, grid halved). What the model answered is remembered from run
to run of one image, so `regions` costs nothing and `crops` only its crops. Images that are there
already are skipped.
Needs: segment-anything 1.0, torch, numpy, pillow, pycocotools, opencv-python-headless.
"""

import argparse
import hashlib
import json
import pathlib
import time

import numpy as np
import torch
from PIL import Image
from seeded_checkpoint import MODELS, load
from segment_anything import SamAutomaticMaskGenerator, automatic_mask_generator
from segment_anything.utils.amg import MaskData

RUNS = {
    "plain": {},
    "regions": {"min_mask_region_area": 100},
    "crops": {"crop_n_layers": 1, "crop_n_points_downscale_factor": 2},
}
LEVELS = 3
COLUMNS = ("boxes", "iou_preds", "stability_score", "level", "points")


class LevelledData(MaskData):
    """MaskData with a column for the decoder's output, telling `calls` about each NMS.

    The generator makes one from all masks of a batch of points, three a point in order, and then
    only filters and joins; it filters by index (not by a mask) after NMS alone.
    """

    calls = []

    def __init__(self, **columns):
        if "masks" in columns:
            columns["level"] = torch.arange(len(columns["masks"])) % LEVELS
        super().__init__(**columns)

    def filter(self, keep):
        if torch.is_tensor(keep) and keep.dtype == torch.int64 and "iou_preds" in self._stats:
            columns = {name: np.asarray(self[name]) for name in COLUMNS}
            self.calls.append(columns | {"kept": keep.numpy()})
        super().filter(keep)


def keep_levels():
    """Has the reference's generator carry the column of levels."""
    automatic_mask_generator.MaskData = LevelledData


class LevelledGenerator(SamAutomaticMaskGenerator):
    """The reference's generator; its records also say the level."""

    def _generate_masks(self, image):
        self.data = super()._generate_masks(image)
        return self.data

    def generate(self, image):
        records = super().generate(image)
        for record, level in zip(records, self.data["level"], strict=True):
            record["level"] = int(level)
        return records


class Memory:
    """Remembers a module's answers by the bytes of what it was asked, until forgotten.

    Of arguments given by name only `names` count: the others follow from them.
    """

    def __init__(self, module, names=()):
        self.forward, self.names, self.answers = module.forward, names, {}
        module.forward = self

    def __call__(self, *positional, **named):
        digest = hashlib.sha256()
        for value in (*positional, *(named[name] for name in self.names)):
            digest.update(np.ascontiguousarray(value.numpy()))
        key = digest.digest()
        if key not in self.answers:
            self.answers[key] = self.forward(*positional, **named)
        return self.answers[key]


def write(folder, name, records, calls):
    folder.mkdir(parents=True, exist_ok=True)
    columns = {
        f"{index}.{column}": values
        for index, call in enumerate(calls)
        for column, values in call.items()
    }
    np.savez_compressed(folder / f"{name}.npz", **columns)
    partial = folder / f"{name}.json.part"
    partial.write_text(json.dumps(records))
    partial.rename(folder / f"{name}.json")


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--model", choices=MODELS, default="vit_b")
    parser.add_argument("--images", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--list", type=pathlib.Path, help="image ids, one a line")
    parser.add_argument("--limit", type=int, help="only the first N images")
    parser.add_argument("--runs", default="plain", help=f"of {', '.join(RUNS)}")
    parser.add_argument("--pred-iou-thresh", type=float, default=0.88)
    parser.add_argument("--stability-score-thresh", type=float, default=0.95)
    parser.add_argument("--points-per-side", type=int, default=32)
    parser.add_argument("--batch", type=int, default=64, help="points at a time")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    arguments.runs = arguments.runs.split(",")
    if unknown := set(arguments.runs) - set(RUNS):
        parser.error(f"no run is called {', '.join(sorted(unknown))}")
    return arguments


@torch.no_grad()
def main():
    arguments = parse()
    torch.set_num_threads(arguments.threads)
    sam = load(arguments.model, arguments.checkpoint)
    memories = [
        Memory(sam.image_encoder),
        Memory(sam.mask_decoder, ("image_embeddings", "sparse_prompt_embeddings")),
    ]
    keep_levels()
    ids = (
        arguments.list.read_text().split()
        if arguments.list
        else sorted(path.stem for path in arguments.images.glob("*.jpg"))
    )
    for name in ids[: arguments.limit]:
        image = np.array(Image.open(arguments.images / f"{name}.jpg").convert("RGB"))
        for run in arguments.runs:
            folder = arguments.output / run
            if (folder / f"{name}.json").exists():
                continue
            generator = LevelledGenerator(
                sam,
                points_per_side=arguments.points_per_side,
                points_per_batch=arguments.batch,
                pred_iou_thresh=arguments.pred_iou_thresh,
                stability_score_thresh=arguments.stability_score_thresh,
                output_mode="coco_rle",
                **RUNS[run],
            )
            LevelledData.calls.clear()
            start = time.perf_counter()
            records = generator.generate(image)
            write(folder, name, records, LevelledData.calls)
            seconds = time.perf_counter() - start
            print(f"{run} {name}: {len(records)} masks, {seconds:.1f} s", flush=True)
        for memory in memories:
            memory.answers.clear()


if __name__ == "__main__":
    main()
