"""sam-nano's masks on VOC 2012: masks per image, their oracle mIoU, and SEPL's mIoU.

Prints one line for each way of selecting masks:

full  stability and box NMS at the photograph's size, as segment-anything and Sepal do
low   both on the 128×128 logits, padding included, which is faster and was used while training
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torchvision.ops import batched_nms

import safetensors_file
from nano_model import FRAME, Backbone, SAMNano, framed, photograph

CLASSES = 21
VOID = 255


@torch.no_grad()
def answers(image, model, backbone, side, least_iou, device, precision):
    """The three masks of each point of a grid whose predicted IoU is above `least_iou`.

    Logits at 128×128 in f32, predicted IoU, and the picture's size in the frame.
    """
    frame = framed(image)
    grid = (np.arange(side) + 0.5) / side
    points = np.stack(np.meshgrid(grid, grid), -1).reshape(-1, 2) * (frame.width, frame.height)
    points = torch.from_numpy(points.astype(np.float32)).to(device)
    with torch.autocast(device, torch.bfloat16, enabled=precision == "bf16"):
        pixels = torch.from_numpy(frame.pixels)[None].to(device)
        embedding = model.neck(backbone(pixels))
        pairs = [model.predict(embedding, some) for some in points.split(64)]
    logits = torch.cat([pair[0][:, 1:].float().flatten(0, 1) for pair in pairs])
    iou = torch.cat([pair[1][:, 1:].float().flatten() for pair in pairs])
    passing = iou > least_iou
    return logits[passing], iou[passing], (frame.width, frame.height)


def at_image_size(logits, frame_size, image_size):
    """Logits [N, 128, 128] to [N, height, width], as SAM's postprocess_masks does."""
    logits = F.interpolate(logits[:, None], (FRAME, FRAME), mode="bilinear", align_corners=False)
    logits = logits[..., : frame_size[1], : frame_size[0]]
    return F.interpolate(logits, image_size[::-1], mode="bilinear", align_corners=False)[:, 0]


def stability(logits, offset=1):
    inner = (logits > offset).sum((1, 2))
    return inner / (logits > -offset).sum((1, 2)).clamp(min=1)


def boxes(masks, inclusive):
    """[N, 4] x0, y0, x1, y1; the last pixels' indices, or one more where `inclusive` is false."""
    columns, rows = masks.any(1), masks.any(2)

    def ends(line):
        places = torch.arange(line.shape[1], dtype=torch.float32, device=line.device)
        first = torch.where(line, places, torch.inf).amin(1)
        last = torch.where(line, places, -torch.inf).amax(1)
        return first, last if inclusive else last + 1

    (x0, x1), (y0, y1) = ends(columns), ends(rows)
    return torch.stack([x0, y0, x1, y1], 1)


def selected(found, image_size, options, at):
    """Masks [N, height, width], by falling predicted IoU."""
    logits, iou, frame_size = found
    if at == "full":
        logits = at_image_size(logits, frame_size, image_size)
    keep = (stability(logits) >= options.stability) & (logits > 0).flatten(1).any(1)
    logits, iou = logits[keep], iou[keep]
    if len(logits) == 0:
        return np.zeros((0, *image_size[::-1]), bool)
    kept = batched_nms(
        boxes(logits > 0, inclusive=at == "full"), iou, torch.zeros(len(iou), device=iou.device),
        options.box_nms)
    logits = logits[kept]
    if at == "low":
        logits = at_image_size(logits, frame_size, image_size)
    masks = (logits > 0).cpu().numpy()
    return masks[masks.mean((1, 2)) < options.cap]


def sepl(pseudo, masks):
    """The paper's rule; a mask that several classes want goes to that with the largest share."""
    classes = [label for label in np.unique(pseudo) if label not in (0, VOID)]
    uncovered = ~masks.any(0) if len(masks) else np.ones(pseudo.shape, bool)
    regions = {label: (pseudo == label) & uncovered for label in classes}
    for mask in masks:
        overlap = {label: np.count_nonzero(mask & (pseudo == label)) for label in classes}
        wanting = [
            label for label in classes
            if overlap[label] > 0.5 * np.count_nonzero(mask)
            or overlap[label] > 0.85 * np.count_nonzero(pseudo == label)]
        if wanting:
            regions[max(wanting, key=overlap.get)] |= mask
    result = np.zeros_like(pseudo)
    for label in classes:
        result[regions[label]] = label
    return result


def oracle(truth, masks):
    """Each mask as the class that most of it is by the truth, small masks over large ones."""
    result = np.zeros_like(truth)
    for mask in sorted(masks, key=np.count_nonzero, reverse=True):
        labels = truth[mask & (truth != VOID)]
        if len(labels):
            result[mask] = np.bincount(labels).argmax()
    return result


class Confusion:
    """Pixels by truth and prediction, over images; void pixels of the truth are left out."""

    def __init__(self):
        self.counts = np.zeros((CLASSES, CLASSES), np.int64)

    def add(self, truth, prediction):
        known = truth != VOID
        prediction = np.where(prediction == VOID, 0, prediction)[known].astype(int)
        pairs = truth[known].astype(int) * CLASSES + prediction
        self.counts += np.bincount(pairs, minlength=CLASSES**2).reshape(CLASSES, CLASSES)

    def mean_iou(self):
        """In per cent."""
        both = np.diag(self.counts)
        either = self.counts.sum(0) + self.counts.sum(1) - both
        return 100 * np.mean(both[either > 0] / either[either > 0])


def parsed():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", required=True, help="sepal-nano.safetensors")
    parser.add_argument("--backbone", required=True, help="efficientnet-lite0-57934424.pth")
    parser.add_argument(
        "--voc", type=Path, required=True,
        help="folder with JPEGImages/, SegmentationClass/ and ImageSets/Segmentation/train.txt")
    parser.add_argument("--pseudo", type=Path, required=True, help="folder of ID.png labels")
    parser.add_argument("--every", type=int, default=1, help="take every n-th image of the list")
    parser.add_argument("--points-per-side", type=int, default=16)
    parser.add_argument("--predicted-iou", type=float, default=0.7)
    parser.add_argument("--stability", type=float, default=0.9)
    parser.add_argument("--box-nms", type=float, default=0.7)
    parser.add_argument(
        "--cap", type=float, default=0.95, help="drop masks of this share of the image and more")
    parser.add_argument("--precision", choices=("f32", "bf16"), default="f32")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main():
    options = parsed()
    model = SAMNano().eval().to(options.device)
    model.load_state_dict(safetensors_file.read(options.weights)[0])
    backbone = Backbone(options.backbone).to(options.device)
    names = (options.voc / "ImageSets/Segmentation/train.txt").read_text().split()
    names = names[:: options.every]
    ways = ("full", "low")
    scores = {way: {"oracle": Confusion(), "SEPL": Confusion()} for way in ways}
    masks_found, before = dict.fromkeys(ways, 0), Confusion()
    for name in names:
        image = photograph(options.voc / f"JPEGImages/{name}.jpg")
        truth = np.array(Image.open(options.voc / f"SegmentationClass/{name}.png"))
        pseudo = np.array(Image.open(options.pseudo / f"{name}.png"))
        before.add(truth, pseudo)
        found = answers(
            image, model, backbone, options.points_per_side, options.predicted_iou,
            options.device, options.precision)
        for way in ways:
            masks = selected(found, image.size, options, way)
            masks_found[way] += len(masks)
            scores[way]["oracle"].add(truth, oracle(truth, masks))
            scores[way]["SEPL"].add(truth, sepl(pseudo, masks))
    print(f"{len(names)} images, {options.precision}; pseudo labels {before.mean_iou():.2f}")
    for way in ways:
        figures = ", ".join(f"{what} {score.mean_iou():.2f}" for what, score in scores[way].items())
        print(f"{way:4}  {masks_found[way] / len(names):.2f} masks per image, {figures}")


if __name__ == "__main__":
    main()
