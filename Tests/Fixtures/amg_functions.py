#!/usr/bin/env python3
"""Writes Golden/amg: what SAM's small functions answer, each on cases that ports get wrong.

    python3 Tests/Fixtures/amg_functions.py    (segment-anything 1.0, torch 2.15.0,
                                                torchvision 0.29.2, pillow 13.0.0, numpy 2.4.6,
                                                opencv-python-headless 5.0.0, pycocotools 2.0.11)

One JSON file a topic; README.md beside them, written by the same run, says what is in each.
"""

import hashlib
import json
import pathlib
from types import SimpleNamespace

import numpy as np
import torch
from safetensors.numpy import save_file
from segment_anything import SamAutomaticMaskGenerator
from segment_anything.modeling import Sam
from segment_anything.utils import amg
from segment_anything.utils.transforms import ResizeLongestSide
from torchvision.ops.boxes import batched_nms

OUTPUT = pathlib.Path(__file__).parents[1] / "VisionTests/Golden/amg"

README = """# What SAM's small functions answer

Written by `Tests/Fixtures/amg_functions.py` with segment-anything 1.0. Masks are lists of rows, each
a string of 0 and 1. Boxes are `[x0, y0, x1, y1]`, sizes `[height, width]`.

| file | what |
|---|---|
| `nms.json` | `batched_nms`, one category: boxes, scores, threshold, indices kept in order. Equal scores keep the order of the input (above 1000 boxes torchvision keeps the same boxes, but gives equal scores in no order; here they are put in order); the IoU is divided in f32 and compared with the threshold in f64, so an IoU of 3/5 exceeds 0.6 and one of 7/10 does not exceed 0.7 |
| `stability.json` | `calculate_stability_score` of logits, offset 1; `null` is NaN (0/0) |
| `thresholds.json` | `predicted > t` and `stability >= t` as torch compares an f32 tensor with a number: in f32 |
| `crop_boxes.json` | `generate_crop_boxes`: boxes and their layers |
| `point_grids.json` | `build_all_layer_point_grids`, points as `[x, y]` in [0, 1], f64 |
| `crop_edge.json` | `is_box_near_crop_edge`; boxes in the crop's frame |
| `uncrop.json` | `uncrop_boxes_xyxy`, `uncrop_points`, `uncrop_masks` |
| `small_regions.json` | `remove_small_regions`, holes and islands, 8-connected |
| `postprocess_small_regions.json` | the generator's small-region step on a list of masks: masks left in order, as indices, their rows and boxes (`boxes` of unchanged masks are the ones given) |
| `mask_boxes.json` | `batched_mask_to_box` |
| `rle.json` | `mask_to_rle_pytorch` and `coco_encode_rle` |
| `resize_shapes.json` | `ResizeLongestSide.get_preprocess_shape` |
| `resize.json` | `apply_image` of the picture `(3·x·x + 7·y·y·y + x·y·(c + 1) + 85·c) mod 256`: SHA-256 of the bytes, row × column × channel, and for the smallest all of them; `null` where Pillow refuses a side of 0 |
| `coordinates.json` | `apply_coords` and `apply_boxes`, f64 |
| `postprocess_masks.safetensors` | `Sam.postprocess_masks` of `logits` (16×16, frame of 64) for the original size in each name |
"""


def rows(mask):
    return ["".join("1" if value else "0" for value in row) for row in np.asarray(mask)]


def blobs(source, height, width, smooth=1):
    """A random mask with regions of every size."""
    noise = source.standard_normal((height, width))
    for _ in range(smooth):
        noise = sum(np.roll(noise, shift, axis) for axis in (0, 1) for shift in (-1, 0, 1))
    return noise > 0.3 * noise.std()


def odd_masks(height=5, width=7):
    """Empty, full, one pixel in each corner, a row, a column, a checkerboard."""
    masks = [np.zeros((height, width), bool), np.ones((height, width), bool)]
    for y, x in ((0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1)):
        mask = np.zeros((height, width), bool)
        mask[y, x] = True
        masks.append(mask)
    for part in (np.s_[2, :], np.s_[:, 3]):
        mask = np.zeros((height, width), bool)
        mask[part] = True
        masks.append(mask)
    masks.append(np.indices((height, width)).sum(0) % 2 == 0)
    return masks


def nms():
    source = np.random.default_rng(0)
    cases = []

    def add(about, boxes, scores, threshold):
        boxes = torch.tensor(boxes, dtype=torch.float)
        scores = torch.tensor(scores, dtype=torch.float)
        kept = batched_nms(boxes, scores, torch.zeros(len(boxes)), threshold)
        # Above 1000 boxes torchvision sorts what is left by an unstable sort.
        if len(boxes) > 1000:
            kept = kept.sort()[0]
            kept = kept[scores[kept].sort(descending=True, stable=True)[1]]
        cases.append(
            {
                "about": about,
                "threshold": threshold,
                "boxes": boxes.int().tolist(),
                "scores": scores.tolist(),
                "kept": kept.tolist(),
            }
        )

    def random_boxes(count, side, step):
        corners = source.integers(0, side, (count, 2))
        sizes = source.integers(1, side // 2, (count, 2))
        return (np.concatenate([corners, corners + sizes], 1) // step * step).tolist()

    for count, threshold in ((40, 0.7), (40, 0.3), (60, 0.5)):
        scores = source.integers(0, 64, count) / 64
        add("random, some scores equal", random_boxes(count, 60, 4), scores, threshold)
    add("all scores equal", random_boxes(50, 30, 3), np.ones(50), 0.4)
    add(
        "more than 1000 boxes, many equal scores",
        random_boxes(1200, 90, 6),
        source.integers(0, 8, 1200) / 8,
        0.7,
    )
    boxes = [
        [0, 0, 10, 10],
        [0, 0, 6, 10],
        [20, 0, 30, 10],
        [20, 0, 27, 10],
        [40, 0, 50, 10],
        [40, 0, 45, 10],
    ]
    for threshold in (0.5, 0.6, 0.7):
        add("IoU of exactly 3/5, 7/10 and 1/2", boxes, [6, 5, 4, 3, 2, 1], threshold)
    add("empty boxes, whose IoU is 0/0", [[0, 0, 0, 0], [0, 0, 0, 0], [3, 3, 3, 9]], [1, 1, 1], 0.7)
    return cases


def stability():
    source = np.random.default_rng(1)
    logits = source.integers(-8, 9, (6, 5, 7)).astype(np.float32) / 4
    logits[1] += 1
    logits[2] = -3
    logits[3] = 3
    logits[4] = 0.5
    scores = amg.calculate_stability_score(torch.from_numpy(logits), 0.0, 1.0)
    return {
        "offset": 1.0,
        "logits": logits.tolist(),
        "scores": [None if np.isnan(score) else score for score in scores.tolist()],
    }


def thresholds():
    ratios = [(inside, 20) for inside in range(16, 21)] + [(22, 25), (43, 50), (23, 25)]
    top, bottom = torch.tensor(ratios).unbind(1)
    values = top / bottom
    return [
        {
            "threshold": threshold,
            "ratios": ratios,
            "above": (values > threshold).tolist(),
            "at_least": (values >= threshold).tolist(),
        }
        for threshold in (0.8, 0.85, 0.86, 0.88, 0.9, 0.92, 0.95)
    ]


def crop_boxes():
    cases = []
    for size in ((375, 500), (500, 375), (333, 500), (1, 1), (7, 3), (1080, 1920), (100, 5000)):
        for layers in (0, 1, 2):
            for overlap in (512 / 1500, 0.0, 0.5):
                boxes, layer = amg.generate_crop_boxes(size, layers, overlap)
                cases.append(
                    {
                        "size": size,
                        "layers": layers,
                        "overlap": overlap,
                        "boxes": boxes,
                        "layer": layer,
                    }
                )
    return cases


def point_grids():
    cases = []
    for side, layers, scale in ((1, 0, 1), (5, 2, 2), (8, 1, 1), (7, 1, 3), (32, 0, 1)):
        grids = amg.build_all_layer_point_grids(side, layers, scale)
        cases.append(
            {
                "side": side,
                "layers": layers,
                "scale": scale,
                "grids": [grid.tolist() for grid in grids],
            }
        )
    return cases


def crop_edge():
    source = np.random.default_rng(2)
    cases = []
    image = [0, 0, 500, 375]
    for crop in (
        image,
        [0, 0, 314, 236],
        [186, 139, 500, 375],
        [186, 0, 500, 236],
        [90, 60, 290, 200],
    ):
        width, height = crop[2] - crop[0], crop[3] - crop[1]
        x = np.sort(source.integers(0, width, (40, 2)), 1)
        y = np.sort(source.integers(0, height, (40, 2)), 1)
        boxes = np.stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]], 1)
        exact = [[d, d, width - d, height - d] for d in (0, 19, 20, 21)]
        single = [
            [20, 40, 50, 60],
            [21, 40, 50, 60],
            [40, 40, width - 20, 60],
            [40, 40, width - 21, 60],
        ]
        boxes = torch.tensor(np.concatenate([boxes, exact, single]))
        near = amg.is_box_near_crop_edge(boxes, crop, image)
        cases.append({"crop": crop, "image": image, "boxes": boxes.tolist(), "near": near.tolist()})
    return cases


def uncrop():
    source = np.random.default_rng(3)
    cases = []
    for crop, size in (([0, 0, 7, 5], (5, 7)), ([2, 1, 6, 4], (5, 7)), ([3, 0, 7, 5], (5, 7))):
        height, width = crop[3] - crop[1], crop[2] - crop[0]
        mask = source.random((1, height, width)) > 0.5
        boxes = torch.tensor([[0, 1, 2, 2], [1, 0, 3, 2]])
        points = torch.tensor([[0.5, 1.25], [2.0, 0.75]], dtype=torch.float64)
        cases.append(
            {
                "crop": crop,
                "size": size,
                "mask": rows(mask[0]),
                "boxes": boxes.tolist(),
                "points": points.tolist(),
                "uncropped_mask": rows(amg.uncrop_masks(torch.from_numpy(mask), crop, *size)[0]),
                "uncropped_boxes": amg.uncrop_boxes_xyxy(boxes, crop).tolist(),
                "uncropped_points": amg.uncrop_points(points, crop).tolist(),
            }
        )
    return cases


def small_regions():
    source = np.random.default_rng(4)
    masks = [source.random((9, 13)) > 0.5, *(blobs(source, 24, 31) for _ in range(4)), *odd_masks()]
    diagonal = np.eye(6, dtype=bool)
    masks += [diagonal, ~diagonal]
    cases = []
    for mask in masks:
        for area in (2, 6, 40):
            for mode in ("holes", "islands"):
                result, changed = amg.remove_small_regions(mask, area, mode)
                case = {"mask": rows(mask), "area": area, "mode": mode, "changed": bool(changed)}
                if changed:
                    case["result"] = rows(result)
                cases.append(case)
    return cases


def postprocess_small_regions():
    source = np.random.default_rng(5)
    masks = []
    for index in range(6):
        mask = np.zeros((24, 31), bool)
        y, x = 6 * (index % 3), 15 * (index // 3)
        mask[y : y + 12, x : x + 14] = blobs(source, 12, 14)
        near = mask.copy()
        near[source.integers(24), source.integers(31)] ^= True
        masks += [mask, near]
    # Twins whose specks go: after it they are the same box, and the unchanged one is preferred.
    plain = np.zeros((24, 31), bool)
    plain[4:14, 5:20] = True
    specked = plain.copy()
    specked[20, 28] = True
    masks += [specked, plain, specked]
    stack = torch.from_numpy(np.stack(masks))
    data = amg.MaskData(
        rles=amg.mask_to_rle_pytorch(stack),
        boxes=amg.batched_mask_to_box(stack),
        index=torch.arange(len(masks)),
    )
    result = SamAutomaticMaskGenerator.postprocess_small_regions(data, 9, 0.7)
    return {
        "area": 9,
        "threshold": 0.7,
        "masks": [rows(mask) for mask in masks],
        "kept": result["index"].tolist(),
        "kept_masks": [rows(amg.rle_to_mask(rle)) for rle in result["rles"]],
        "boxes": result["boxes"].tolist(),
    }


def mask_boxes():
    source = np.random.default_rng(6)
    masks = odd_masks() + [source.random((5, 7)) > 0.8 for _ in range(4)]
    boxes = amg.batched_mask_to_box(torch.from_numpy(np.stack(masks)))
    return {"masks": [rows(mask) for mask in masks], "boxes": boxes.tolist()}


def rle():
    source = np.random.default_rng(7)
    masks = odd_masks() + [blobs(source, 24, 31), source.random((3, 1)) > 0.5]
    masks += [np.ones((1, 1), bool), np.ones((200, 300), bool)]
    cases = []
    for mask in masks:
        runs = amg.mask_to_rle_pytorch(torch.from_numpy(mask)[None])[0]
        case = {"counts": runs["counts"], "coco": amg.coco_encode_rle(runs)["counts"]}
        case.update({"size": mask.shape, "area": amg.area_from_rle(runs)})
        if mask.size < 1000:
            case["mask"] = rows(mask)
        cases.append(case)
    return cases


def resize_shapes():
    sizes = [
        (375, 500),
        (500, 375),
        (333, 500),
        (1, 1),
        (1, 1000),
        (3, 5000),
        (1, 5000),
        (2, 1024),
        (1024, 1024),
        (1025, 1024),
        (2049, 3),
        (427, 640),
        (281, 500),
        (683, 1024),
    ]
    return [
        {
            "size": size,
            "side": side,
            "resized": ResizeLongestSide.get_preprocess_shape(*size, side),
        }
        for side in (1024, 160, 512)
        for size in sizes
    ]


def picture(height, width):
    y, x, c = np.ogrid[0:height, 0:width, 0:3]
    return ((3 * x * x + 7 * y * y * y + x * y * (c + 1) + 85 * c) % 256).astype(np.uint8)


def resize():
    cases = []
    sizes = [
        (375, 500),
        (500, 375),
        (3, 5000),
        (5000, 4),
        (1, 1),
        (64, 48),
        (1024, 1024),
        (1200, 1600),
        (2500, 1700),
        (1023, 1025),
        (1, 2048),
        (1, 5000),
    ]
    wanted = [(size, 1024) for size in sizes] + [((7, 10), 16), ((40, 30), 16), ((29, 41), 40)]
    for size, side in wanted:
        transform = ResizeLongestSide(side)
        shape = transform.get_preprocess_shape(*size, side)
        case = {"size": size, "side": side, "resized": shape}
        if min(shape) == 0:
            case["sha256"] = None
        else:
            result = transform.apply_image(picture(*size))
            case["sha256"] = hashlib.sha256(result.tobytes()).hexdigest()
            if side == 16:
                case["pixels"] = result.flatten().tolist()
        cases.append(case)
    return cases


def coordinates():
    transform = ResizeLongestSide(1024)
    points = np.array([[0.5, 0.5], [7.8125, 5.859375], [250.3, 187.9], [499.5, 374.5]])
    boxes = np.array([[0, 0, 500, 375], [10.5, 20.25, 333.3, 290.1]])
    return [
        {
            "size": size,
            "side": 1024,
            "points": points.tolist(),
            "boxes": boxes.tolist(),
            "applied_points": transform.apply_coords(points, size).tolist(),
            "applied_boxes": transform.apply_boxes(boxes, size).tolist(),
        }
        for size in ((375, 500), (500, 375), (333, 500), (1080, 1920), (7, 3), (1024, 1024))
    ]


def postprocess_masks():
    source = np.random.default_rng(8)
    side = 64
    logits = torch.from_numpy(source.standard_normal((1, 2, 16, 16)).astype(np.float32) * 5)
    tensors = {"logits": logits[0].numpy()}
    frame = SimpleNamespace(image_encoder=SimpleNamespace(img_size=side))
    for size in ((20, 30), (64, 64), (47, 35), (70, 101), (5, 90), (3, 7)):
        shape = ResizeLongestSide.get_preprocess_shape(*size, side)
        masks = Sam.postprocess_masks(frame, logits, shape, size)
        tensors["x".join(map(str, size))] = masks[0].numpy()
    return tensors


def main():
    torch.set_num_threads(1)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    topics = (
        nms,
        stability,
        thresholds,
        crop_boxes,
        point_grids,
        crop_edge,
        uncrop,
        small_regions,
        postprocess_small_regions,
        mask_boxes,
        rle,
        resize_shapes,
        resize,
        coordinates,
    )
    for topic in topics:
        text = json.dumps(topic(), separators=(",", ":"), allow_nan=False)
        (OUTPUT / f"{topic.__name__}.json").write_text(text + "\n")
    path = OUTPUT / "postprocess_masks.safetensors"
    save_file(postprocess_masks(), path)
    path.chmod(0o644)
    (OUTPUT / "README.md").write_text(README)


if __name__ == "__main__":
    main()
