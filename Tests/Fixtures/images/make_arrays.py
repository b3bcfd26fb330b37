#!/usr/bin/env python3
"""Writes the .npy files beside this script, in arrays/, and arrays.json with their contents.

    pip install numpy
    python3 Tests/Fixtures/images/make_arrays.py
"""

import json
import os
import pathlib
import pickle

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent / "arrays"


class Evil:
    """Unpickled by Python, it would run a command."""

    def __reduce__(self):
        return os.system, ("touch pickle-was-run",)


def save_object(name, value, protocol):
    """As np.save does it, with the protocol of choice."""
    with open(HERE / name, "wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": "|O", "fortran_order": False, "shape": ()})
        pickle.dump(np.array(value, dtype=object), file, protocol=protocol)


def main():
    HERE.mkdir(exist_ok=True)
    ramp = np.arange(-3, 9, dtype=np.float64).reshape(3, 4)
    numeric = {
        "float16": ramp.astype("<f2"), "float32": ramp.astype("<f4"),
        "float64": ramp.astype("<f8"), "float32-big-endian": ramp.astype(">f4"),
        "float32-fortran": np.asfortranarray(ramp.astype("<f4")),
        "float32-3d-fortran": np.asfortranarray(ramp.reshape(2, 3, 2).astype("<f4")),
        "int8": ramp.astype("i1"), "int16-big-endian": ramp.astype(">i2"),
        "int64": ramp.astype("<i8"), "uint8": (ramp + 3).astype("u1"),
        "bool": ramp > 2, "empty": np.zeros((0, 4), "<f4"), "number": np.array(2.5, "<f4"),
    }
    golden = {}
    for name, array in numeric.items():
        np.save(HERE / f"{name}.npy", array)
        golden[name] = {
            "shape": list(array.shape),
            "values": [float(value) for value in array.flatten(order="C")]}
    one_hot = np.zeros(20, np.float32)
    one_hot[[0, 14]] = 1
    other = np.zeros(20, np.float32)
    other[19] = 1
    for protocol in range(6):
        labels = {2007000032: one_hot, "2007_000039": other}
        save_object(f"labels-protocol-{protocol}.npy", labels, protocol)
    save_object("fortran-in-pickle.npy", {"a": numeric["float32-fortran"]}, 5)
    save_object("scalar-in-pickle.npy", {"a": np.float64(2.5)}, 4)
    save_object("evil.npy", {2007000032: Evil()}, 4)
    (HERE.parent / "arrays.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
