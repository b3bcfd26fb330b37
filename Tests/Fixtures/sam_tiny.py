#!/usr/bin/env python3
"""Writes Golden/sam-tiny: a SAM of 79,000 weights, and what the reference computes with it.

    python3 Tests/Fixtures/sam_tiny.py    (segment-anything 1.0, torch 2.15.0, torchvision 0.29.2,
                                           numpy 2.4.6, pillow 13.0.0, safetensors 0.8.0)

The model is built from segment_anything.modeling's own classes, only smaller: 160 pixels, 10×10
tokens of 16 values, windows of 4 tokens (so windows are padded to 12×12), global attention in
blocks 1 and 3, a decoder of 32 channels and 8 heads. `sam-tiny.pth` holds the weights under the
official names in the official (zip) form, `golden.safetensors` what goes in and comes out.
README.md beside them lists every tensor; it is written by the same run.
"""

import pathlib
from functools import partial

import numpy as np
import torch
from segment_anything.modeling import (
    ImageEncoderViT,
    MaskDecoder,
    PromptEncoder,
    Sam,
    TwoWayTransformer,
)
from segment_anything.modeling.image_encoder import get_rel_pos
from segment_anything.utils.transforms import ResizeLongestSide
from tiny_models import Recorder, draw_weights, first, photograph
from torch import nn

OUTPUT = pathlib.Path(__file__).parents[1] / "VisionTests/Golden/sam-tiny"
SIDE, TOKENS, CHANNELS = 160, 10, 32
ORIGINAL = (47, 70)
ROW_STEP = 8
LOW_RES = "four mask logits a prompt: 0 is the single output, 1…3 the multi-mask ones"

HEADER = """# A tiny SAM and what it computes

Written by `Tests/Fixtures/sam_tiny.py` with segment-anything 1.0 on torch 2.15.0, one thread, f32.
`sam-tiny.pth`: {weights} weights under the official names (`torch.save` of a state dict).

Configuration: 160 pixels, patches of 16, 10×10 tokens, width 16, depth 4, 2 heads, MLP ratio 4,
windows of 4, global attention in blocks 1 and 3, 32 output channels; mask prompts of 16 channels;
decoder of 32 channels, 8 heads, 2 layers, MLP of 64, IoU head of 3 layers and width 32.

`golden.safetensors`, all f32 but the pictures (u8). The image is 47×70, in the frame 107×160.
Prompts are in pixels of the 160 frame. `point` holds two prompts of one point.

"""


def tiny_sam():
    return Sam(
        image_encoder=ImageEncoderViT(
            img_size=SIDE,
            patch_size=SIDE // TOKENS,
            embed_dim=16,
            depth=4,
            num_heads=2,
            mlp_ratio=4,
            out_chans=CHANNELS,
            qkv_bias=True,
            norm_layer=partial(nn.LayerNorm, eps=1e-6),
            use_rel_pos=True,
            window_size=4,
            global_attn_indexes=(1, 3),
        ),
        prompt_encoder=PromptEncoder(
            embed_dim=CHANNELS,
            image_embedding_size=(TOKENS, TOKENS),
            input_image_size=(SIDE, SIDE),
            mask_in_chans=16,
        ),
        mask_decoder=MaskDecoder(
            num_multimask_outputs=3,
            transformer=TwoWayTransformer(depth=2, embedding_dim=CHANNELS, mlp_dim=64, num_heads=8),
            transformer_dim=CHANNELS,
            iou_head_depth=3,
            iou_head_hidden_dim=CHANNELS,
        ),
    )


def prompts():
    """Name → what PromptEncoder takes, in pixels of the 160 frame; masks are 40×40 logits."""
    source = np.random.default_rng(3)
    mask = source.standard_normal((1, 1, 4 * TOKENS, 4 * TOKENS)).astype(np.float32) * 4
    point = ([[[40.5, 61.25]], [[140.0, 12.0]]], [[1], [1]])
    several = ([[[20, 30], [85.5, 70], [130, 99]]], [[1, 0, 1]])
    box = [[24.5, 10.0, 120.0, 98.75]]
    return {
        "point": {"points": point},
        "points": {"points": several},
        "box": {"boxes": box},
        "box_points": {"points": several, "boxes": box},
        "mask": {"points": ([[[40.5, 61.25]]], [[1]]), "masks": mask},
    }


def record_encoder(model, recorder):
    """The image embedding, and the size of the resized image."""
    image = photograph(ORIGINAL, seed=1)
    resized = ResizeLongestSide(SIDE).apply_image(image)
    preprocessed = model.preprocess(torch.as_tensor(resized).permute(2, 0, 1)[None])
    rows = f"every {ROW_STEP}th row, from row 0"
    recorder.add("image", image, "RGB, row × column × channel")
    recorder.add("resized.rows", resized[::ROW_STEP], f"row × column × channel, {rows}")
    about = f"channel × row × column, padding included, {rows}"
    recorder.add("preprocessed.rows", preprocessed[0, :, ::ROW_STEP], about)

    encoder = model.image_encoder
    windows = "window attention: window × row × column × value, before unpartition"
    hooks = [
        recorder.hook(encoder.patch_embed, "encoder.patch_embed", "before `pos_embed`", first),
        recorder.hook(encoder.blocks[0].attn, "encoder.blocks.0.attn", windows),
        recorder.hook(encoder.blocks[1].attn, "encoder.blocks.1.attn", "global attention", first),
    ]
    for index, block in enumerate(encoder.blocks):
        about = f"after block {index} ({'windows' if block.window_size else 'global'})"
        hooks.append(recorder.hook(block, f"encoder.blocks.{index}", about, first))
    for index, layer in enumerate(encoder.neck):
        about = f"after `neck.{index}`, channel × row × column"
        about += "; the image embedding" if index == 3 else ""
        hooks.append(recorder.hook(layer, f"encoder.neck.{index}", about, first))
    embedding = encoder(preprocessed)
    for hook in hooks:
        hook.remove()
    return embedding, resized.shape[:2]


def record_rel_pos(recorder):
    """Tables of another length than 2·size−1, which the reference resizes linearly."""
    source = np.random.default_rng(4)
    for length in (7, 30):
        table = source.standard_normal((length, 8)).astype(np.float32)
        recorder.add(f"rel_pos.{length}.table", table, "length × head dimension")
        taken = get_rel_pos(TOKENS, TOKENS, torch.from_numpy(table))
        about = "`get_rel_pos(10, 10, table)`: query × key × head dimension"
        recorder.add(f"rel_pos.{length}.taken", taken, about)


def decoder_hooks(decoder, recorder, prefix):
    """Every attention, the tokens between them, and both halves of the head."""
    transformer = decoder.transformer
    hooks = []

    def add(module, name, about, part=lambda value: value):
        hooks.append(recorder.hook(module, f"{prefix}.{name}", about, part))

    def prompt_0(value):
        return value[:1]

    for index, layer in enumerate(transformer.layers):
        name = f"layers.{index}"
        add(layer.self_attn, f"{name}.self_attn", "output, before the residual")
        add(layer.cross_attn_token_to_image, f"{name}.token_to_image", "the same")
        add(layer.norm3, f"{name}.queries", "tokens after the MLP and `norm3`")
        about = "output, before the residual, of prompt 0"
        add(layer.cross_attn_image_to_token, f"{name}.image_to_token", about, prompt_0)
    add(transformer.final_attn_token_to_image, "final_attn", "output, before the residual")
    about = "after `norm_final_attn`: IoU token, four masks, prompt"
    add(transformer, "tokens", about, first)
    about = "first transposed convolution and norm, before GELU, of prompt 0"
    add(decoder.output_upscaling[1], "upscaling.1", about, prompt_0)
    add(decoder.output_upscaling, "upscaled", "after both and GELU, of prompt 0", prompt_0)
    for index, network in enumerate(decoder.output_hypernetworks_mlps):
        add(network, f"hypernetwork.{index}", "prompt × channel")
    return hooks


def embed(model, name, given, recorder):
    """The prompt's sparse and dense embedding; records what goes in and comes out."""
    points = boxes = masks = None
    if "points" in given:
        coords, labels = given["points"]
        points = (torch.tensor(coords, dtype=torch.float), torch.tensor(labels))
        recorder.add(f"{name}.coords", points[0], "prompt × point × (x, y)")
        recorder.add(f"{name}.labels", points[1], "prompt × point")
    if "boxes" in given:
        boxes = torch.tensor(given["boxes"])
        recorder.add(f"{name}.box", boxes, "prompt × (x0, y0, x1, y1)")
    if "masks" in given:
        masks = torch.from_numpy(given["masks"])
        recorder.add(f"{name}.mask", masks[:, 0], "mask prompt, logits")
    sparse, dense = model.prompt_encoder(points=points, boxes=boxes, masks=masks)
    recorder.add(f"{name}.sparse", sparse, "sparse prompt embedding")
    if masks is not None:
        recorder.add(f"{name}.dense", dense, "dense prompt embedding")
    return sparse, dense


def record_prompts(model, embedding, input_size, recorder):
    image_pe = model.prompt_encoder.get_dense_pe()
    about = "positional encoding of the image, channel × row × column"
    recorder.add("dense_pe", image_pe[0], about)
    decoder = model.mask_decoder
    for name, given in prompts().items():
        sparse, dense = embed(model, name, given, recorder)
        hooks = decoder_hooks(decoder, recorder, name) if name == "point" else []
        low, iou = decoder.predict_masks(embedding, image_pe, sparse, dense)
        for hook in hooks:
            hook.remove()
        recorder.add(f"{name}.low_res", low, LOW_RES)
        recorder.add(f"{name}.iou", iou, "predicted IoU of the four")
        if name == "points":
            full = model.postprocess_masks(low[:, 1:], input_size, ORIGINAL)
            about = "`postprocess_masks` of masks 1…3: logits at the image's size"
            recorder.add(f"{name}.postprocessed", full, about)


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    model = draw_weights(tiny_sam(), seed=0)
    recorder = Recorder()
    embedding, input_size = record_encoder(model, recorder)
    record_rel_pos(recorder)
    record_prompts(model, embedding, input_size, recorder)

    OUTPUT.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), OUTPUT / "sam-tiny.pth")
    recorder.save(OUTPUT / "golden.safetensors")
    weights = sum(value.numel() for value in model.state_dict().values())
    text = HEADER.format(weights=weights) + recorder.table()
    (OUTPUT / "README.md").write_text(text)


if __name__ == "__main__":
    main()
