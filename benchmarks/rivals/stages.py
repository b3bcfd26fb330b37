#!/usr/bin/env python3
"""Records what the reference computes stage by stage for one image, at full size.

    stages.py --checkpoint FILE.pth --image FILE.jpg --output FILE.safetensors
              [--model vit_b] [--prompts 30] [--threads 2]

The names are those of Tests/VisionTests/Golden/sam-tiny/README.md where both have them:
`encoder.patch_embed`, `encoder.blocks.N` (all of them; `encoder.layers.N` for mobile_sam),
`encoder.neck.0…3` (the last is the image embedding), `dense_pe`, and for the prompts `point`
(one point each), `points` (two to five, some negative), `box` and `mask` (the point again, with its
own second mask as mask prompt): `.coords`, `.labels`, `.box`, `.mask`, `.sparse`, `.low_res`
[prompts, 4, 256, 256] and `.iou` [prompts, 4]; `point.postprocessed` holds the three masks of the
first four prompts as logits at the image's size. Coordinates are in the 1024 frame.
Needs: segment-anything 1.0, torch, numpy, pillow, safetensors.
"""

import argparse
import pathlib

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from seeded_checkpoint import MODELS, load
from segment_anything.utils.transforms import ResizeLongestSide

SIDE = 1024
BATCH = 10
SHOWN = 4


def record_encoder(sam, image, tensors):
    """The image embedding and the size of the resized image, every stage recorded."""
    resized = ResizeLongestSide(SIDE).apply_image(image)
    preprocessed = sam.preprocess(torch.as_tensor(resized).permute(2, 0, 1)[None])
    tensors["image"] = torch.from_numpy(image)
    tensors["resized"] = torch.from_numpy(resized)
    tensors["preprocessed"] = preprocessed[0]
    encoder = sam.image_encoder
    stages = {"patch_embed": encoder.patch_embed}
    for group in ("blocks", "layers", "neck"):
        for index, module in enumerate(getattr(encoder, group, ())):
            stages[f"{group}.{index}"] = module

    def recorder(name):
        def record(_, __, output):
            tensors[f"encoder.{name}"] = output[0].clone()

        return record

    hooks = [module.register_forward_hook(recorder(name)) for name, module in stages.items()]
    embedding = encoder(preprocessed)
    for hook in hooks:
        hook.remove()
    return embedding, resized.shape[:2]


def draw_prompts(size, count):
    """Seeded points, sets of points and boxes inside an image of `size` in the 1024 frame."""
    source = np.random.default_rng(0)
    height, width = size

    def points(number):
        return source.uniform(0, 1, (number, 2)) * (width, height)

    box = np.sort(source.uniform(0, 1, (count, 2, 2)), axis=1) * (width, height)
    several = []
    for index in range(count):
        number = 2 + index % 4
        labels = source.integers(0, 2, number)
        labels[0] = 1
        several.append((points(number), labels))
    return {"point": points(count), "several": several, "box": box.reshape(count, 4)}


def decode(sam, embedding, points=None, boxes=None, masks=None):
    """Sparse embeddings, the four mask logits and predicted IoUs, a few prompts at a time."""
    count = len(points[0]) if points is not None else len(boxes)
    parts = []
    for start in range(0, count, BATCH):
        some = slice(start, start + BATCH)
        sparse, dense = sam.prompt_encoder(
            points=None if points is None else (points[0][some], points[1][some]),
            boxes=None if boxes is None else boxes[some],
            masks=None if masks is None else masks[some],
        )
        pe = sam.prompt_encoder.get_dense_pe()
        parts.append((sparse, *sam.mask_decoder.predict_masks(embedding, pe, sparse, dense)))
    return [torch.cat(column) for column in zip(*parts)]


def record_prompts(sam, embedding, input_size, original_size, count, tensors):
    drawn = draw_prompts(input_size, count)

    def keep(name, answer, **inputs):
        tensors.update({f"{name}.{key}": value for key, value in inputs.items()})
        for key, value in zip(("sparse", "low_res", "iou"), answer):
            tensors[f"{name}.{key}"] = value

    coords = torch.tensor(drawn["point"], dtype=torch.float)[:, None]
    labels = torch.ones(coords.shape[:2], dtype=torch.int)
    point = decode(sam, embedding, points=(coords, labels))
    keep("point", point, coords=coords, labels=labels)
    tensors["point.postprocessed"] = sam.postprocess_masks(
        point[1][:SHOWN, 1:], input_size, original_size
    )
    masks = point[1][:, 2:3]
    keep(
        "mask",
        decode(sam, embedding, points=(coords, labels), masks=masks),
        coords=coords,
        labels=labels,
        mask=masks[:, 0],
    )
    boxes = torch.tensor(drawn["box"], dtype=torch.float)
    keep("box", decode(sam, embedding, boxes=boxes), box=boxes)
    # Sets of different sizes cannot share a batch: each is a tensor of its own.
    for index, (xy, of) in enumerate(drawn["several"]):
        coords = torch.tensor(xy, dtype=torch.float)[None]
        labels = torch.tensor(of, dtype=torch.int)[None]
        answer = decode(sam, embedding, points=(coords, labels))
        keep(f"points.{index}", answer, coords=coords, labels=labels)


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--model", choices=MODELS, default="vit_b")
    parser.add_argument("--image", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--prompts", type=int, default=30, help="of each kind")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    sam = load(arguments.model, arguments.checkpoint)
    image = np.array(Image.open(arguments.image).convert("RGB"))
    tensors = {"dense_pe": sam.prompt_encoder.get_dense_pe()[0]}
    embedding, input_size = record_encoder(sam, image, tensors)
    size = image.shape[:2]
    record_prompts(sam, embedding, input_size, size, arguments.prompts, tensors)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    tensors = {
        name: value.clone(memory_format=torch.contiguous_format) for name, value in tensors.items()
    }
    save_file(tensors, arguments.output)
    for name, value in tensors.items():
        print(f"{name} {tuple(value.shape)} rms {value.float().pow(2).mean().sqrt():.4f}")


if __name__ == "__main__":
    main()
