#!/usr/bin/env python3
"""Times SAM's automatic mask generator on one image: PyTorch, ONNX Runtime, OpenVINO, Sepal.

    sam_speed.py --checkpoint FILE.pth --image FILE.jpg --cache DIR
                 [--model vit_b] [--only pytorch,onnx,openvino,openvino-bf16,sepal]
                 [--points-per-side 32] [--pred-iou-thresh T] [--stability-score-thresh T]
                 [--batch 64] [--threads 2] [--repeat 1] [--masks DIR]
                 [--sepal PATH] [--sepal-precision f32,bf16]

All but Sepal run segment-anything's own generator; ONNX Runtime and OpenVINO take the place of its
image encoder and its mask decoder (exported once by torch.onnx, at `--batch` prompts, kept in
--cache), so resizing, upscaling, scores, NMS and run lengths are the reference's. The whole is the
wall time of `generate`, models loaded and warm; Sepal's is that of the whole command, its start and
its reading of the checkpoint included. Decoder times are per 64 prompts. The table's last column
is the first engine's whole time over each engine's. --masks keeps each engine's masks as
DIR/ENGINE/ID.json for compare_masks.py.

Run it on a machine with nothing else to do.
Needs: segment-anything 1.0, torch, numpy, pillow, pycocotools; onnx, onnxscript and onnxruntime for
onnx; openvino as well for openvino.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from PIL import Image
from generate import LevelledGenerator, keep_levels
from sam_engines import Exports, onnx_engine, openvino_engine, replace
from seeded_checkpoint import MODELS, load

ENGINES = ("pytorch", "onnx", "openvino", "openvino-bf16", "sepal")
PER = 64


class Stopwatch:
    """Adds up the time spent in a module's forward."""

    def __init__(self, module):
        self.inner, self.seconds = module.forward, 0.0
        module.forward = self

    def __call__(self, *positional, **named):
        start = time.perf_counter()
        answer = self.inner(*positional, **named)
        self.seconds += time.perf_counter() - start
        return answer


def time_generator(sam, image, arguments):
    """The fastest of the repeats: encoder, decoder, rest and whole in seconds; masks left."""
    encoder, decoder = Stopwatch(sam.image_encoder), Stopwatch(sam.mask_decoder)
    generator = LevelledGenerator(
        sam,
        points_per_side=arguments.points_per_side,
        points_per_batch=arguments.batch,
        pred_iou_thresh=arguments.pred_iou_thresh,
        stability_score_thresh=arguments.stability_score_thresh,
        output_mode="coco_rle",
    )
    best = None
    for _ in range(arguments.repeat):
        encoder.seconds = decoder.seconds = 0.0
        start = time.perf_counter()
        records = generator.generate(image)
        whole = time.perf_counter() - start
        row = {
            "encoder": encoder.seconds,
            "decoder": decoder.seconds * PER / arguments.points_per_side**2,
            "rest": whole - encoder.seconds - decoder.seconds,
            "whole": whole,
            "masks": len(records),
            "records": records,
        }
        best = row if best is None or whole < best["whole"] else best
    return best


def warm_up(sam):
    embedding = sam.image_encoder(torch.zeros(1, 3, 1024, 1024))
    point = (torch.zeros(1, 1, 2), torch.ones(1, 1))
    sparse, dense = sam.prompt_encoder(points=point, boxes=None, masks=None)
    sam.mask_decoder(
        image_embeddings=embedding,
        image_pe=sam.prompt_encoder.get_dense_pe(),
        sparse_prompt_embeddings=sparse,
        dense_prompt_embeddings=dense,
        multimask_output=True,
    )


@torch.no_grad()
def reference_row(engine, image, arguments):
    sam = load(arguments.model, arguments.checkpoint)
    if engine != "pytorch":
        exports = Exports(sam, arguments.checkpoint, arguments.cache, arguments.batch)
        paths = exports.encoder(), exports.decoder()
        if engine == "onnx":
            runs = [onnx_engine(path, arguments.threads) for path in paths]
        else:
            precision = "bf16" if engine.endswith("bf16") else "f32"
            runs = [openvino_engine(path, arguments.threads, precision) for path in paths]
        replace(sam, *runs, arguments.batch)
    warm_up(sam)
    return time_generator(sam, image, arguments)


def sepal_row(precision, arguments):
    """The wall time of `sepal masks` on a folder of this one image."""
    with tempfile.TemporaryDirectory() as scratch:
        pictures, output = pathlib.Path(scratch, "images"), pathlib.Path(scratch, "masks")
        pictures.mkdir()
        pictures.joinpath(arguments.image.name).symlink_to(arguments.image.resolve())
        command = [arguments.sepal, "masks", "--checkpoint", arguments.checkpoint]
        command += ["--model-type", arguments.model, "--input", pictures, "--output", output]
        command += ["--points-per-side", arguments.points_per_side]
        command += ["--pred-iou-thresh", arguments.pred_iou_thresh]
        command += ["--stability-score-thresh", arguments.stability_score_thresh]
        command += ["--precision", precision, *arguments.sepal_options]
        best = float("inf")
        for _ in range(arguments.repeat):
            shutil.rmtree(output, ignore_errors=True)
            start = time.perf_counter()
            subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)
            best = min(best, time.perf_counter() - start)
        masks = sum(1 for path in output.rglob("*.png"))
        masks += sum(len(json.loads(path.read_text())) for path in output.glob("*.json"))
    return {"whole": best, "masks": masks or None}


def processor():
    name, flags = "unknown processor", ""
    for row in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = row.partition(":")
        if key.strip() == "model name":
            name = value.strip()
        elif key.strip() == "flags":
            flags = value.split()
    wide = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if flag in flags]
    return f"{name} ({', '.join(wide)}), {len(os.sched_getaffinity(0))} cores"


def table(rows):
    first = next(iter(rows.values()))["whole"]
    lines = [
        "| engine | encoder, s | decoder, s per 64 prompts | rest, s | whole, s | masks | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for engine, row in rows.items():
        cells = [f"{row[key]:.2f}" if key in row else "" for key in ("encoder", "decoder", "rest")]
        cells += [f"{row['whole']:.2f}", str(row["masks"] or ""), f"{first / row['whole']:.2f}"]
        lines.append(f"| {engine} | {' | '.join(cells)} |")
    return "\n".join(lines)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--model", choices=MODELS, default="vit_b")
    parser.add_argument("--image", type=pathlib.Path, required=True)
    parser.add_argument("--cache", type=pathlib.Path, required=True, help="for exported models")
    parser.add_argument("--only", default="pytorch,onnx,openvino,openvino-bf16")
    parser.add_argument("--points-per-side", type=int, default=32)
    parser.add_argument("--pred-iou-thresh", type=float, default=0.88)
    parser.add_argument("--stability-score-thresh", type=float, default=0.95)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--masks", type=pathlib.Path, help="where to write each engine's masks")
    parser.add_argument("--sepal", type=pathlib.Path, help="the sepal command")
    parser.add_argument("--sepal-precision", default="f32,bf16")
    parser.add_argument("--sepal-options", default="", help="more of `sepal masks`' options")
    arguments = parser.parse_args()
    arguments.only = arguments.only.split(",")
    arguments.sepal_options = arguments.sepal_options.split()
    if unknown := set(arguments.only) - set(ENGINES):
        parser.error(f"no engine is called {', '.join(sorted(unknown))}")
    if "sepal" in arguments.only and arguments.sepal is None:
        parser.error("sepal needs --sepal PATH")
    return arguments


def main():
    arguments = parse()
    torch.set_num_threads(arguments.threads)
    keep_levels()
    image = np.array(Image.open(arguments.image).convert("RGB"))
    rows = {}
    for engine in arguments.only:
        print(f"timing {engine}", file=sys.stderr, flush=True)
        if engine == "sepal":
            for precision in arguments.sepal_precision.split(","):
                rows[f"sepal {precision}"] = sepal_row(precision, arguments)
        else:
            rows[engine] = reference_row(engine, image, arguments)
            if arguments.masks:
                folder = arguments.masks / engine
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / f"{arguments.image.stem}.json"
                path.write_text(json.dumps(rows[engine]["records"]))
    height, width = image.shape[:2]
    print(f"{processor()}, {arguments.threads} threads; {arguments.model}, {width}×{height},")
    print(f"{arguments.points_per_side**2} prompts in batches of {arguments.batch}\n")
    print(table(rows))


if __name__ == "__main__":
    main()
