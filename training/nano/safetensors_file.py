"""safetensors files whose bytes depend on nothing but their content."""

import json
import struct

import numpy as np
import torch

TYPES = {"F16": np.float16, "F32": np.float32}


def write(path, tensors, metadata):
    """Writes tensors as f16, sorted by name."""
    header, blobs, offset = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        values = np.ascontiguousarray(tensors[name].detach().cpu().numpy().astype(np.float16))
        end = offset + values.nbytes
        header[name] = {"dtype": "F16", "shape": list(values.shape), "data_offsets": [offset, end]}
        blobs.append(values.tobytes())
        offset = end
    text = json.dumps(header, separators=(",", ":"), sort_keys=True).encode()
    # The tensors begin at a multiple of eight bytes.
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def read(path):
    """The tensors by name, as f32, and the metadata."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = np.frombuffer(data[start:end], TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.astype(np.float32).reshape(entry["shape"]))
    return tensors, metadata
