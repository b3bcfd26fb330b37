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
import hashlib
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
from seeded_checkpoint import MODELS, load
from torch import nn

ENGINES = ("pytorch", "onnx", "openvino", "openvino-bf16", "sepal")
PER = 64


class DecoderForPoints(nn.Module):
    """predict_masks without mask prompts: positions and the empty mask are constants."""

    def __init__(self, sam):
        super().__init__()
        self.decoder = sam.mask_decoder
        self.register_buffer("image_pe", sam.prompt_encoder.get_dense_pe())
        empty = sam.prompt_encoder.no_mask_embed.weight.reshape(1, -1, 1, 1)
        self.register_buffer("dense", empty.expand(1, -1, *self.image_pe.shape[-2:]).clone())

    def forward(self, embedding, sparse):
        return self.decoder.predict_masks(embedding, self.image_pe, sparse, self.dense)


class Exports:
    """ONNX files of a checkpoint's encoder and decoder, made when first asked for."""

    def __init__(self, arguments, sam):
        with open(arguments.checkpoint, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
        self.folder = arguments.cache / f"{arguments.model}-{digest}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sam, self.batch = sam, arguments.batch

    def encoder(self):
        frame = torch.zeros(1, 3, 1024, 1024)
        return self.made("encoder", self.sam.image_encoder, (frame,), ["frame"], ["embedding"])

    def decoder(self):
        example = (torch.zeros(1, 256, 64, 64), torch.zeros(self.batch, 2, 256))
        name = f"decoder-{self.batch}"
        outputs = ["low_res", "iou"]
        return self.made(
            name, DecoderForPoints(self.sam), example, ["embedding", "sparse"], outputs
        )

    def made(self, name, module, example, inputs, outputs):
        path = self.folder / f"{name}.onnx"
        if not path.exists():
            print(f"exporting {name}", file=sys.stderr)
            partial = self.folder / f"{name}.part"
            partial.mkdir(exist_ok=True)
            program = torch.onnx.export(
                module.eval(), example, input_names=inputs, output_names=outputs, verbose=False
            )
            program.save(partial / path.name, external_data=True)
            for file in sorted(partial.iterdir(), reverse=True):
                file.rename(self.folder / file.name)
            partial.rmdir()
        return path


def onnx_engine(path, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [entry.name for entry in session.get_inputs()]
    return lambda *values: session.run(None, dict(zip(names, values)))


def openvino_engine(path, threads, precision):
    import openvino

    settings = {
        "INFERENCE_PRECISION_HINT": precision,
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": 1,
    }
    compiled = openvino.Core().compile_model(path, "CPU", settings)
    request = compiled.create_infer_request()

    def run(*values):
        answers = request.infer(list(values))
        return [np.array(answers[output]) for output in compiled.outputs]

    return run


def replace(sam, encode, decode, batch):
    """Puts an engine in the place of the reference's encoder and decoder."""

    def encoder(frame):
        return torch.from_numpy(encode(frame.numpy())[0])

    def decoder(image_embeddings, sparse_prompt_embeddings, multimask_output, **_):
        count = len(sparse_prompt_embeddings)
        sparse = np.zeros((batch, *sparse_prompt_embeddings.shape[1:]), np.float32)
        sparse[:count] = sparse_prompt_embeddings.numpy()
        low, iou = decode(image_embeddings.numpy(), sparse)
        part = slice(1, None) if multimask_output else slice(0, 1)
        return torch.from_numpy(low[:count, part]), torch.from_numpy(iou[:count, part])

    sam.image_encoder.forward, sam.mask_decoder.forward = encoder, decoder


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
        exports = Exports(arguments, sam)
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
