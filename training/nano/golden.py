"""Writes what sam-nano's stored weights compute for three photographs of VOC 2012, for Sepal's tests.

Everything in f32. Points and logits are in pixels of the 512 frame and of the 128×128 masks.
"""

import argparse
import json
from pathlib import Path

import torch

import safetensors_file
from nano_model import Backbone, SAMNano, framed, photograph

IMAGES = ("2007_000256", "2007_000904", "2007_001420")
POINTS = ((0.5, 0.5), (0.25, 0.25), (0.75, 0.6), (0.1, 0.9))
"""In units of the picture's sides."""


def summary(values):
    return {"mean": values.mean().item(), "rms": values.square().mean().sqrt().item()}


@torch.no_grad()
def golden(name, image, model, backbone):
    frame = framed(image)
    maps = backbone(torch.from_numpy(frame.pixels)[None])
    embedding = model.neck(maps)
    points = torch.tensor([[frame.width * x, frame.height * y] for x, y in POINTS])
    logits, iou = model.predict(embedding, points)
    return {
        "image": name,
        "frameSize": [frame.width, frame.height],
        "features": [
            {"stride": stride, "shape": list(values.shape[1:]), **summary(values),
             "first": values.flatten()[:8].tolist()}
            for (stride, _), values in zip(backbone.TAPS, maps, strict=True)],
        "embedding": {
            "shape": list(embedding.shape[1:]), **summary(embedding),
            "channel0Row16": embedding[0, 0, 16].tolist()},
        "points": points.tolist(),
        "predictedIoU": iou.tolist(),
        "maskLogits": {
            "shape": list(logits.shape),
            "positivePixels": (logits > 0).sum((2, 3)).tolist(),
            "mean": logits.mean((2, 3)).tolist(),
            "prompt0Output1Row64Every8": logits[0, 1, 64, ::8].tolist()},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", required=True, help="sepal-nano.safetensors")
    parser.add_argument("--backbone", required=True, help="efficientnet-lite0-57934424.pth")
    parser.add_argument("--voc", type=Path, required=True, help="folder with JPEGImages/")
    parser.add_argument("--output", required=True, help="JSON file")
    arguments = parser.parse_args()
    model, backbone = SAMNano().eval(), Backbone(arguments.backbone)
    model.load_state_dict(safetensors_file.read(arguments.weights)[0])
    goldens = [
        golden(name, photograph(arguments.voc / f"JPEGImages/{name}.jpg"), model, backbone)
        for name in IMAGES]
    Path(arguments.output).write_text(json.dumps(goldens, indent=1))


if __name__ == "__main__":
    main()
