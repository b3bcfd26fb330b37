#!/usr/bin/env python3
"""Makes report.png, the picture in README.md: the first screen of a report on the scenes.

    swift build -c release --product sepal
    python3 docs/images/make_report.py        (chromium 156, Pillow 13.0.0)
"""

import pathlib
import subprocess
import tempfile

from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WIDTH, HEIGHT = 1280, 1000


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                ROOT / ".build/release/sepal", "run", "visual-inspection", "--dataset", "scenes",
                "--cache", ROOT / "output/cache", "--output", folder, "--format", "html",
            ],
            check=True,
        )
        shot = pathlib.Path(folder) / "shot.png"
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--virtual-time-budget=8000", f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={shot}", f"file://{folder}/report.html",
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        image = Image.open(shot).convert("RGB")
        image.quantize(256, dither=Image.Dither.NONE).save(HERE / "report.png", optimize=True)


if __name__ == "__main__":
    main()
