#!/usr/bin/env python3
"""Writes voc2012-pixels.json: the CRC-32 of Pillow's RGB pixels of each VOC photograph given.

    python3 Tests/Fixtures/images/measure_voc.py SEPAL_DATA/voc2012/JPEGImages

With --compare it also decodes each with Debian's TurboJPEG, as Sepal does, and prints the number
of samples that differ and by how much at most.
"""

import argparse
import ctypes
import json
import pathlib
import zlib

import numpy as np
import PIL
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
ACCURATE_DCT = 4096


def turbojpeg(path, width, height):
    library = ctypes.CDLL("libturbojpeg.so.0")
    library.tjInitDecompress.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(library.tjInitDecompress())
    data = path.read_bytes()
    pixels = np.zeros((height, width, 3), np.uint8)
    status = library.tjDecompress2(
        handle, data, ctypes.c_ulong(len(data)), pixels.ctypes.data_as(ctypes.c_void_p),
        width, 0, height, 0, ACCURATE_DCT)
    library.tjDestroy(handle)
    assert status == 0, path
    return pixels


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--compare", action="store_true")
    arguments = parser.parse_args()
    golden, differing, worst = {}, 0, 0
    for path in sorted(arguments.folder.glob("*.jpg")):
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
        golden[path.stem] = f"{zlib.crc32(pixels.tobytes()):08x}"
        if arguments.compare:
            ours = turbojpeg(path, pixels.shape[1], pixels.shape[0])
            difference = np.abs(ours.astype(int) - pixels)
            differing += int((difference > 0).sum())
            worst = max(worst, int(difference.max()))
    if arguments.compare:
        print(f"{len(golden)} images: {differing} samples differ, by at most {worst}")
    text = json.dumps({"pillow": PIL.__version__, "crc32": golden}, indent=0)
    (HERE / "voc2012-pixels.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
