#!/usr/bin/env python3
"""Writes resizing.json: CRC-32 of pictures resized by Pillow's BILINEAR.

    python3 Tests/Fixtures/sam/resizing.py    (pillow 13.0.0, numpy 2.4.6)

The picture is (3·x·x + 7·y·y·y + x·y·(c + 1) + 85·c) mod 256, and `sharp` has black and white at odd
places instead, for the rounding of extremes.
"""

import json
import pathlib
import zlib

import numpy as np
from PIL import Image

CASES = [
    ((500, 375), (1024, 768)),
    ((375, 500), (768, 1024)),
    ((1, 1), (1024, 1024)),
    ((1, 1), (1, 1)),
    ((3, 5000), (1, 1024)),
    ((5000, 3), (1024, 1)),
    ((2, 3), (7, 11)),
    ((7, 11), (2, 3)),
    ((64, 64), (64, 63)),
    ((63, 64), (64, 64)),
    ((1024, 1000), (1024, 1000)),
    ((641, 427), (1024, 682)),
    ((1700, 2500), (696, 1024)),
    ((2048, 1365), (512, 341)),
    ((1023, 1025), (1022, 1024)),
    ((6000, 40), (1024, 7)),
    ((17, 4000), (4, 1024)),
    # Pillow 13 resizes these by columns first; the third is at the rule's edge, and is not.
    ((300, 700), (439, 512)),
    ((120, 250), (60, 125)),
    ((120, 240), (60, 120)),
    ((50, 133), (202, 180)),
]


def picture(width, height, sharp):
    y, x, c = np.ogrid[0:height, 0:width, 0:3]
    value = (3 * x * x + 7 * y * y * y + x * y * (c + 1) + 85 * c) % 256
    return np.where(value > 127, 255, 0).astype(np.uint8) if sharp else value.astype(np.uint8)


def main():
    records = []
    for size, target in CASES:
        for sharp in (False, True):
            resized = Image.fromarray(picture(*size, sharp)).resize(target, Image.BILINEAR)
            crc = f"{zlib.crc32(np.asarray(resized).tobytes()):08x}"
            records.append({"size": size, "target": target, "sharp": sharp, "crc32": crc})
    lines = ",\n".join(json.dumps(record) for record in records)
    pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
