#!/usr/bin/env python3
"""Writes resampling.json: maps interpolated by PyTorch, every `stride`-th value of the result.

    python3 Tests/Fixtures/cam/resampling.py    (torch 2.15.0)

Value (row, column) of a map is ((7·row·row + 13·column + 3·row·column) mod 32) / 32.
"""

import json
import pathlib

import torch

# rows, columns -> rows, columns; stride
CASES = [
    ((3, 4), (7, 9), 1),
    ((1, 1), (3, 2), 1),
    ((1, 5), (1, 11), 1),
    ((7, 9), (3, 4), 1),
    ((6, 5), (6, 13), 1),
    ((24, 32), (375, 500), 997),
    ((94, 125), (375, 500), 997),
    ((21, 21), (333, 500), 997),
]


def main():
    records = []
    for (rows, columns), target, stride in CASES:
        row, column = torch.arange(rows)[:, None], torch.arange(columns)[None]
        grid = ((7 * row * row + 13 * column + 3 * row * column) % 32) / 32
        result = torch.nn.functional.interpolate(
            grid[None, None], target, mode="bilinear", align_corners=False
        )
        values = result.flatten()[::stride].tolist()
        records.append(
            {"from": [rows, columns], "to": target, "stride": stride, "values": values}
        )
    lines = ",\n".join(json.dumps(record) for record in records)
    pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
