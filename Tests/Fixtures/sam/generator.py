#!/usr/bin/env python3
"""Writes generator.json: what SAM's automatic mask generator makes of a network of arithmetic.

    python3 Tests/Fixtures/sam/generator.py    (segment-anything 1.0, torch 2.15.0,
                                                torchvision 0.29.2, opencv-python-headless 5.0.0)

The network answers a point with three speckled discs; its logits are exact in f32 and its predicted
IoUs are often equal. Of each mask kept: the fields of the record, and the CRC-32 of its pixels, one
byte each. Above 1000 boxes the reference leaves the order of equal scores open: no case has as many.
"""

import json
import pathlib
import zlib
from types import SimpleNamespace

import numpy as np
import torch
from segment_anything import SamAutomaticMaskGenerator
from segment_anything.modeling import Sam
from segment_anything.utils.transforms import ResizeLongestSide

SIDE = 1024
CASES = [
    ("defaults", (500, 375), {"points_per_side": 12}),
    ("upright, every threshold off", (333, 500), {
        "points_per_side": 8, "pred_iou_thresh": 0.0, "stability_score_thresh": 0.0,
        "box_nms_thresh": 0.9}),
    ("a layer of crops", (300, 200), {
        "points_per_side": 8, "crop_n_layers": 1, "crop_n_points_downscale_factor": 2,
        "pred_iou_thresh": 0.3, "stability_score_thresh": 0.6, "min_mask_region_area": 100}),
    ("two layers of crops", (640, 427), {
        "points_per_side": 8, "crop_n_layers": 2, "crop_n_points_downscale_factor": 2,
        "pred_iou_thresh": 0.5, "stability_score_thresh": 0.5, "crop_nms_thresh": 0.5,
        "stability_score_offset": 0.5, "crop_overlap_ratio": 0.25}),
    ("small regions, no crops", (200, 140), {
        "points_per_side": 7, "pred_iou_thresh": 0.2, "stability_score_thresh": 0.4,
        "box_nms_thresh": 0.6, "min_mask_region_area": 40}),
]


def logits(x, y, level):
    """[256, 256] for a point in pixels of the frame."""
    column, row = int(x // 4), int(y // 4)
    rows, columns = np.ogrid[0:256, 0:256]
    radius = 5 + (column * 7 + row * 13 + level * 29) % 60
    distance = (columns - column) ** 2 + (rows - row) ** 2
    speckle = ((columns * 5 + rows * 3 + level) % 37 == 0) | ((columns * rows + column) % 53 == 0)
    value = radius * radius - distance - np.where(speckle, 900, 0)
    # Never 0 between pixels, where the order of sums would decide.
    return (value / 32).astype(np.float32) + np.float32(0.01318)


def predicted_iou(x, y, level):
    column, row = int(x // 4), int(y // 4)
    return np.float32((column * 31 + row * 17 + level * 7) % 64 / 64)


def checksum(mask):
    return f"{zlib.crc32(mask.astype(np.uint8).tobytes()):08x}"


class Predictor:
    def __init__(self):
        encoder = SimpleNamespace(img_size=SIDE)
        self.model = SimpleNamespace(mask_threshold=0.0, image_encoder=encoder)
        self.transform = ResizeLongestSide(SIDE)
        self.device = "cpu"

    def set_image(self, image):
        self.size = image.shape[:2]

    def reset_image(self):
        pass

    def predict_torch(self, points, labels, multimask_output, return_logits):
        prompts = [(point[0].tolist(), level) for point in points for level in range(3)]
        low = np.stack([logits(x, y, level) for (x, y), level in prompts])
        low = torch.from_numpy(low).reshape(len(points), 3, 256, 256)
        ious = torch.tensor(np.array([predicted_iou(x, y, level) for (x, y), level in prompts]))
        shape = self.transform.get_preprocess_shape(*self.size, SIDE)
        masks = Sam.postprocess_masks(self.model, low, shape, self.size)
        return masks, ious.reshape(-1, 3), low


def main():
    cases = []
    for name, (width, height), settings in CASES:
        model = SimpleNamespace(image_encoder=SimpleNamespace(img_size=SIDE), device="cpu")
        generator = SamAutomaticMaskGenerator(model, **settings)
        generator.predictor = Predictor()
        records = generator.generate(np.zeros((height, width, 3), np.uint8))
        masks = [
            {
                "crc32": checksum(record["segmentation"]),
                "area": int(record["area"]),
                "box": record["bbox"],
                "predicted": record["predicted_iou"],
                "stability": record["stability_score"],
                "point": record["point_coords"][0],
                "crop": record["crop_box"],
            }
            for record in records
        ]
        print(name, len(masks))
        cases.append({"name": name, "size": (width, height), "settings": settings, "masks": masks})
    lines = []
    for case in cases:
        masks = ",\n".join(json.dumps(mask) for mask in case.pop("masks"))
        lines.append(json.dumps(case)[:-1] + f', "masks": [\n{masks}\n]}}')
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
