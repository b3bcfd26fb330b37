"""Writes the names and shapes of SAM ViT-B's tensors, as two packages have them.

    python make_names.py

with torch 2.15.0, segment-anything 1.0 and transformers 4.53.3.
"""

import pathlib

from segment_anything import sam_model_registry
from transformers import SamConfig, SamModel

HERE = pathlib.Path(__file__).parent


def write(name, model):
    lines = [f"{key} {' '.join(map(str, t.shape))}\n" for key, t in model.state_dict().items()]
    (HERE / name).write_text("".join(lines))


write("names-segment-anything.txt", sam_model_registry["vit_b"]())
write("names-transformers.txt", SamModel(SamConfig()))
