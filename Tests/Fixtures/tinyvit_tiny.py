#!/usr/bin/env python3
"""Writes Golden/tinyvit-tiny: MobileSAM's image encoder, made small, and what it computes.

    python3 Tests/Fixtures/tinyvit_tiny.py    (mobilesam-mirror 1.0.0, timm 1.0.31, torch 2.15.0,
                                               numpy 2.4.6, safetensors 0.8.0)

The classes are mobile_sam's own. Three things it ties to the published sizes are set from outside:
the stride of the third downsampling (one, which the class gives only to 320, 448 or 576 channels),
the side of the final token grid (64 in `forward_features`) and the neck's 256 channels.
`tinyvit-tiny.pth` holds the weights under the names of a MobileSAM checkpoint, the classifier
nobody uses (`norm_head`, `head`) included, but no prompt encoder or mask decoder.
README.md beside it lists every tensor; it is written by the same run.
"""

import pathlib
import warnings

import numpy as np
import torch
from tiny_models import Recorder, draw_weights, first, photograph
from torch import nn

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from mobile_sam.modeling.tiny_vit_sam import LayerNorm2d, TinyViT

OUTPUT = pathlib.Path(__file__).parents[1] / "VisionTests/Golden/tinyvit-tiny"
SIDE, CHANNELS = 96, 32
MEAN, DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)

HEADER = """# A tiny TinyViT and what it computes

Written by `Tests/Fixtures/tinyvit_tiny.py` with mobilesam-mirror 1.0.0 on torch 2.15.0, one thread,
f32, in evaluation mode. `tinyvit-tiny.pth`: {weights} weights under the names of a MobileSAM
checkpoint (prefix `image_encoder.`), BatchNorm's statistics and the unused classifier
(`norm_head`, `head`, 5 classes) included; no prompt encoder, no mask decoder.

Configuration: 96 pixels; widths 8, 16, 24, 32; depths 1, 2, 1, 1; heads 1, 2, 3, 4 (the first stage
has none); windows 5, 4 and 3 in stages 1, 2 and 3, the first two padded; MLP ratio 4; MBConv
expansion 4; grids 24, 12, 6, 6 (the last downsampling has stride 1); neck of 32 channels.

`golden.safetensors`, all f32 but the picture (u8), which is 96×96, so there is no resize.

"""


def tiny_encoder():
    encoder = TinyViT(
        img_size=SIDE,
        num_classes=5,
        embed_dims=[8, 16, 24, 32],
        depths=[1, 2, 1, 1],
        num_heads=[1, 2, 3, 4],
        window_sizes=[5, 5, 4, 3],
        drop_path_rate=0.0,
    )
    encoder.layers[2].downsample.conv2.c.stride = (1, 1)
    encoder.neck = nn.Sequential(
        nn.Conv2d(32, CHANNELS, kernel_size=1, bias=False),
        LayerNorm2d(CHANNELS),
        nn.Conv2d(CHANNELS, CHANNELS, kernel_size=3, padding=1, bias=False),
        LayerNorm2d(CHANNELS),
    )
    return encoder


def settle_statistics(encoder, compute, seed):
    """Gives every BatchNorm running statistics near those of what it sees, so that no stage drowns
    the next one's attention."""
    source = np.random.default_rng(seed)

    def settle(norm, inputs):
        noise = torch.from_numpy(source.standard_normal((2, norm.num_features)).astype(np.float32))
        mean, variance = inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3), unbiased=False)
        norm.running_mean.copy_(mean + 0.2 * variance.sqrt() * noise[0])
        norm.running_var.copy_(variance * torch.exp(0.5 * noise[1]))

    norms = [module for module in encoder.modules() if isinstance(module, nn.BatchNorm2d)]
    hooks = [norm.register_forward_pre_hook(settle) for norm in norms]
    compute()
    for hook in hooks:
        hook.remove()


def run(encoder, pixels):
    """`forward_features` of the reference, for any side."""
    mean, deviation = (torch.tensor(v).view(-1, 1, 1) for v in (MEAN, DEVIATION))
    x = encoder.patch_embed((pixels - mean) / deviation)
    for layer in encoder.layers:
        x = layer(x)
    side = SIDE // 16
    return encoder.neck(x.view(1, side, side, -1).permute(0, 3, 1, 2))


def stage_hooks(encoder, recorder):
    tokens = "token × value"
    hooks = [
        recorder.hook(encoder.patch_embed, "patch_embed", "channel × row × column, 24×24", first),
        recorder.hook(encoder.layers[0].blocks[0], "layers.0.blocks.0", "MBConv", first),
        recorder.hook(
            encoder.layers[1].blocks[0].attn,
            "layers.1.blocks.0.attn",
            "window × token × value, before the windows are put together",
        ),
    ]
    for stage, layer in enumerate(encoder.layers):
        if stage > 0:
            for index, block in enumerate(layer.blocks):
                name = f"layers.{stage}.blocks.{index}"
                hooks.append(recorder.hook(block, name, tokens, first))
        if layer.downsample is not None:
            name = f"layers.{stage}.downsample"
            hooks.append(recorder.hook(layer.downsample, name, tokens, first))
    for index, layer in enumerate(encoder.neck):
        about = "channel × row × column" + ("; the image embedding" if index == 3 else "")
        hooks.append(recorder.hook(layer, f"neck.{index}", about, first))
    return hooks


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    # eval() after the weights: the attention's table of biases is gathered there.
    encoder = draw_weights(tiny_encoder(), seed=5).eval()
    recorder = Recorder()
    image = photograph((SIDE, SIDE), seed=6)
    recorder.add("image", image, "RGB, row × column × channel")
    pixels = torch.as_tensor(image).permute(2, 0, 1)[None]
    settle_statistics(encoder, lambda: run(encoder, pixels), seed=7)
    hooks = stage_hooks(encoder, recorder)
    run(encoder, pixels)
    for hook in hooks:
        hook.remove()

    OUTPUT.mkdir(parents=True, exist_ok=True)
    state = {f"image_encoder.{name}": value for name, value in encoder.state_dict().items()}
    torch.save(state, OUTPUT / "tinyvit-tiny.pth")
    recorder.save(OUTPUT / "golden.safetensors")
    text = HEADER.format(weights=sum(value.numel() for value in state.values()))
    (OUTPUT / "README.md").write_text(text + recorder.table())


if __name__ == "__main__":
    main()
