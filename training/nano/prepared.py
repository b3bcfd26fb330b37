"""The prepared training set on disk: what the frozen backbone makes of every photograph, and masks.

A folder with
  maps8.npy, maps16.npy, maps32.npy   [photographs, channels, side, side] f16
  valid.npy    [photographs, 128, 128] bool: pixels that count in the loss
  masks.npy    [masks, 128, 128] u8: how much of each pixel is in the mask, of 255
  items.json   per photograph its kind and its sets of masks, as [first, end] of masks.npy

A set is one way to cut up the photograph: BSDS500 has one for each annotator.
"""

import json
from pathlib import Path

import numpy as np

from nano_model import FRAME, LOW, Backbone


class Writer:
    """Takes photographs one after the other; `finish` writes what is not on disk yet."""

    def __init__(self, folder, photographs):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.maps = [
            np.lib.format.open_memmap(
                self.folder / f"maps{stride}.npy", "w+", np.float16,
                (photographs, channels, FRAME // stride, FRAME // stride))
            for stride, channels in Backbone.TAPS]
        self.valid = np.zeros((photographs, LOW, LOW), bool)
        self.masks, self.items, self.count = [], [], 0

    def add(self, kind, maps, valid, sets):
        index = len(self.items)
        for stored, values in zip(self.maps, maps, strict=True):
            stored[index] = values
        self.valid[index] = valid
        ranges = []
        for masks in sets:
            self.masks.append(masks)
            ranges.append([self.count, self.count + len(masks)])
            self.count += len(masks)
        self.items.append({"kind": kind, "sets": ranges})

    def finish(self):
        for stored in self.maps:
            stored.flush()
        np.save(self.folder / "valid.npy", self.valid)
        np.save(self.folder / "masks.npy", np.concatenate(self.masks))
        (self.folder / "items.json").write_text(json.dumps(self.items))


class TrainingSet:
    """A prepared folder, its arrays mapped."""

    def __init__(self, folder):
        folder = Path(folder)
        self.maps = [
            np.load(folder / f"maps{stride}.npy", mmap_mode="r") for stride, _ in Backbone.TAPS]
        self.valid = np.load(folder / "valid.npy")
        self.masks = np.load(folder / "masks.npy", mmap_mode="r")
        self.items = json.loads((folder / "items.json").read_text())

    def photographs(self, kind):
        """Indices of the photographs of a kind that have masks."""
        return [i for i, item in enumerate(self.items) if item["kind"] == kind and item["sets"]]
