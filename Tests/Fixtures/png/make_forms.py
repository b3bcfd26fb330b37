#!/usr/bin/env python3
"""Writes forms.json: a small PNG file of every form that PNG allows, and what Pillow reads in it.

    python3 make_forms.py        (Pillow 13.0.0, numpy 2.4.6)

The files are put together here, chunk by chunk, so that every colour type, depth, row filter and
both interlace methods occur. `rgb` is Image.open(file).convert("RGB"), `labels` is
np.array(Image.open(file)) where that is one 8-bit number per pixel; both base64, row-major.
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
import PIL
from PIL import Image

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
NAMES = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(row, depth):
    """One row of samples as bytes."""
    if depth == 16:
        return np.asarray(row, dtype=">u2").tobytes()
    if depth == 8:
        return np.asarray(row, dtype=np.uint8).tobytes()
    bits = "".join(format(int(value), f"0{depth}b") for value in row)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(rows, pixel_bytes, first_filter):
    """The rows behind their filter bytes, the filters taken in turn."""
    out, above = b"", None
    for y, row in enumerate(rows):
        kind = (first_filter + y) % 5
        up = above or bytes(len(row))
        left = bytes(pixel_bytes) + row[:-pixel_bytes]
        corner = bytes(pixel_bytes) + up[:-pixel_bytes]
        predicted = {
            0: lambda i: 0,
            1: lambda i: left[i],
            2: lambda i: up[i],
            3: lambda i: (left[i] + up[i]) // 2,
            4: lambda i: paeth(left[i], up[i], corner[i]),
        }[kind]
        out += bytes([kind]) + bytes((row[i] - predicted(i)) % 256 for i in range(len(row)))
        above = row
    return out


def png(samples, colour, depth, interlaced=False, palette=b"", first_filter=0, extra=(), idat=4096):
    """`samples` is [height, width, channels]."""
    height, width, channels = samples.shape
    pixel_bytes = max(1, channels * depth // 8)
    stream = b""
    for x0, y0, dx, dy in ADAM7 if interlaced else ((0, 0, 1, 1),):
        part = samples[y0::dy, x0::dx]
        if part.size:
            rows = [packed(row.ravel(), depth) for row in part]
            stream += filtered(rows, pixel_bytes, first_filter)
    data = zlib.compress(stream, 9)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    out += chunk(b"PLTE", palette) if palette else b""
    out += b"".join(chunk(kind, content) for kind, content in extra)
    out += b"".join(chunk(b"IDAT", data[i : i + idat]) for i in range(0, len(data), idat))
    return out + chunk(b"IEND", b"")


def case(name, data):
    opened = Image.open(io.BytesIO(data))
    values = np.array(opened)
    one_byte = values.ndim == 2 and values.dtype in (np.uint8, np.bool_)
    rgb = np.array(Image.open(io.BytesIO(data)).convert("RGB"))
    encoded = lambda array: base64.b64encode(array.astype(np.uint8).tobytes()).decode()
    return {
        "name": name,
        "file": base64.b64encode(data).decode(),
        "width": opened.width,
        "height": opened.height,
        "rgb": encoded(rgb),
        "labels": encoded(values) if one_byte else None,
    }


def cases():
    random = np.random.default_rng(20230508)
    colours = random.integers(0, 256, 768, dtype=np.uint8).tobytes()
    for colour, depths in DEPTHS.items():
        for depth in depths:
            for interlaced in (False, True):
                size = (11, 13, CHANNELS[colour])
                samples = random.integers(0, 1 << depth, size)
                if colour == 0 and depth == 16:
                    samples[:4] %= 300  # Around 255, where Pillow clips.
                palette = colours[: 3 << depth] if colour == 3 else b""
                name = f"{NAMES[colour]} {depth} bit{', interlaced' if interlaced else ''}"
                yield case(name, png(samples, colour, depth, interlaced, palette))

    runs = np.repeat(random.integers(0, 2, (19, 10, 1)) * 255, 7, axis=1)
    for first in range(5):
        yield case(f"runs, filters from {first}", png(runs, 0, 8, first_filter=first))
    indices = random.integers(0, 256, (9, 40, 1))
    yield case("palette in many chunks", png(indices, 3, 8, palette=colours, idat=7))
    yield case("palette too short", png(indices, 3, 8, palette=colours[:60]))
    transparency = ((b"tRNS", bytes(range(256))), (b"tEXt", b"Comment\0none"))
    yield case("palette with alpha", png(indices, 3, 8, palette=colours, extra=transparency))
    yield case("one pixel", png(np.full((1, 1, 1), 255), 0, 8))
    yield case("one column", png(random.integers(0, 256, (33, 1, 1)), 0, 8, first_filter=2))


if __name__ == "__main__":
    document = {"pillow": PIL.__version__, "cases": list(cases())}
    target = pathlib.Path(__file__).with_name("forms.json")
    target.write_text(json.dumps(document, indent=1) + "\n")
