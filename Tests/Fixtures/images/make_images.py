#!/usr/bin/env python3
"""Writes the small image files beside this script, and pixels.json with what Pillow makes of them.

    pip install pillow==13.0.0 numpy && apt-get install libturbojpeg0-dev
    python3 Tests/Fixtures/images/make_images.py

pixels.json holds, for each file, the size and the CRC-32 of Image.open(f).convert("RGB")'s bytes.
"""

import ctypes
import json
import pathlib
import zlib

import numpy as np
import PIL
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, HEIGHT = 45, 37  # odd, and more than two blocks each way


def picture(channels):
    """Smooth colour, one hard edge and some noise, the same on every run."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [128 + 100 * np.sin(x / (5 + c) + y / (9 - c) + c) for c in range(channels)]
    image = np.stack(planes, axis=-1)
    image[10:25, 20:33] = 255 - image[10:25, 20:33]
    image += np.random.default_rng(20230508).normal(0, 6, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8)


def save(name, image, **options):
    image.save(HERE / name, "JPEG", **{"quality": 88, **options})


def ycck(name):
    """Pillow writes plain CMYK only; TurboJPEG turns CMYK into YCCK."""
    library = ctypes.CDLL("libturbojpeg.so.0")
    library.tjInitCompress.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(library.tjInitCompress())
    samples = picture(4)
    target, size = ctypes.c_void_p(), ctypes.c_ulong()
    cmyk, half420 = 11, 2
    status = library.tjCompress2(
        handle, samples.ctypes.data_as(ctypes.c_void_p), WIDTH, 0, HEIGHT, cmyk,
        ctypes.byref(target), ctypes.byref(size), half420, 88, 0)
    assert status == 0
    (HERE / name).write_bytes(ctypes.string_at(target, size.value))


def labels():
    """Label maps as PNG: VOC's kind, one of another size, one with a class that VOC lacks."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    good = np.where((x - 20) ** 2 + (y - 15) ** 2 < 100, 15, 0).astype(np.uint8)
    good[30:34, 5:12] = 3
    good[0, :] = 255
    foreign = good.copy()
    foreign[7, 40:42] = 21
    for name, map_ in (("labels", good), ("labels-foreign", foreign), ("labels-narrow", good[:, 1:])):
        image = Image.fromarray(map_)
        image.putpalette([value for index in range(256) for value in (index, index, index)])
        image.save(HERE / f"{name}.png")
    Image.fromarray(good).save(HERE / "labels-grey.png")


def main():
    rgb = Image.fromarray(picture(3))
    save("baseline-420.jpg", rgb, subsampling="4:2:0")
    save("baseline-422.jpg", rgb, subsampling="4:2:2")
    save("baseline-444.jpg", rgb, subsampling="4:4:4")
    save("progressive-420.jpg", rgb, subsampling="4:2:0", progressive=True)
    save("restarts.jpg", rgb, restart_marker_blocks=3)
    save("stored-rgb.jpg", rgb, keep_rgb=True)
    save("grey.jpg", rgb.convert("L"))
    save("grey-progressive.jpg", rgb.convert("L"), progressive=True)
    save("cmyk.jpg", Image.fromarray(picture(4), "CMYK"))
    ycck("ycck.jpg")
    save("one-pixel.jpg", Image.new("RGB", (1, 1), (200, 40, 90)))
    exif = Image.Exif()
    exif[0x0112] = 6
    save("rotated.jpg", rgb, exif=exif)
    baseline = (HERE / "baseline-420.jpg").read_bytes()
    # Its scan ends early, its end marker is there: Pillow fills in without a word.
    (HERE / "gap.jpg").write_bytes(baseline[: len(baseline) * 2 // 3] + b"\xff\xd9")

    labels()

    golden = {}
    for path in sorted(HERE.glob("*.jpg")):
        with Image.open(path) as image:
            pixels = image.convert("RGB")
        golden[path.name] = {
            "width": pixels.width, "height": pixels.height,
            "crc32": f"{zlib.crc32(pixels.tobytes()):08x}", "mode": image.mode,
        }
    text = json.dumps({"pillow": PIL.__version__, "files": golden}, indent=1)
    (HERE / "pixels.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
