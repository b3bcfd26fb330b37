"""What sam_tiny.py and tinyvit_tiny.py share: seeded weights, a picture, a recorder of tensors."""

import numpy as np
import torch
from safetensors.numpy import save_file

TABLES = ("rel_pos", "pos_embed", "attention_biases")
EMBEDDINGS = ("point_embeddings", "not_a_point", "no_mask", "iou_token", "mask_tokens", "gaussian")


def draw_weights(model, seed):
    """Every parameter and buffer from one seed: matrices by their fan-in, norms around one.

    Nothing is left zero or one, so that a forgotten bias, norm or table shows.
    """
    source = np.random.default_rng(seed)
    state = model.state_dict()
    for name, old in state.items():
        if old.dtype == torch.int64:
            state[name] = torch.tensor(int(source.integers(1, 1000)))
            continue
        noise = source.standard_normal(tuple(old.shape))
        if name.endswith("running_var"):
            value = np.exp(0.5 * noise)
        elif any(part in name for part in EMBEDDINGS):
            value = noise
        elif any(part in name for part in TABLES) and old.dim() != 1 and "proj" not in name:
            value = 0.5 * noise
        elif name.endswith(("bias", "running_mean")):
            value = 0.2 * noise
        elif old.dim() == 1:
            value = 1 + 0.2 * noise
        else:
            value = noise * (1.5 / np.sqrt(np.prod(old.shape[1:])))
        state[name] = torch.from_numpy(np.ascontiguousarray(value, dtype=np.float32))
    model.load_state_dict(state)
    return model.eval()


def photograph(size, seed):
    """A smooth RGB picture with a few hard edges, uint8 [height, width, 3]."""
    source = np.random.default_rng(seed)
    height, width = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    image = np.empty((height, width, 3))
    for channel in range(3):
        fy, fx, phase = source.uniform(0.05, 0.35, 3) * (1, 1, 20)
        image[..., channel] = 128 + 90 * np.sin(fy * y + phase) * np.cos(fx * x - phase)
    image[height // 3 : height // 2, width // 4 : 3 * width // 4] = source.uniform(0, 255, 3)
    image += source.normal(0, 6, image.shape)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def first(value):
    return value[0]


class Recorder:
    """Tensors by name, in order, with a line about each for the README beside them."""

    def __init__(self):
        self.tensors, self.lines = {}, []

    def add(self, name, value, about):
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        kind = np.uint8 if array.dtype == np.uint8 else np.float32
        self.tensors[name] = np.ascontiguousarray(array, dtype=kind)
        shape = "×".join(str(n) for n in array.shape)
        self.lines.append(f"| `{name}` | {shape} | {about} |")

    def hook(self, module, name, about, part=lambda value: value):
        """Records `part` of the module's output at its next call; returns the hook."""
        return module.register_forward_hook(
            lambda _, __, output: self.add(name, part(output).clone(), about)
        )

    def table(self):
        return "\n".join(["| name | shape | what |", "|---|---|---|", *self.lines]) + "\n"

    def save(self, path):
        save_file(self.tensors, path)
        path.chmod(0o644)
