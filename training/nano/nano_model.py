"""sam-nano in PyTorch.

A photograph fitted into a 512×512 frame goes through EfficientNet-Lite0, whose maps at strides 8, 16
and 32 a neck joins to an embedding [256, 32, 32]; SAM's prompt encoder and mask decoder do the rest.
Modules and parameters are called as in sepal-nano.safetensors.
"""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from segment_anything.modeling import MaskDecoder, PromptEncoder, TwoWayTransformer
from torch import nn

FRAME = 512
GRID = 32
"""Entries of the embedding along one side."""
LOW = 128
"""Pixels of a mask's logits along one side."""
CHANNELS = 256


class Backbone(nn.Module):
    """EfficientNet-Lite0 as published, frozen; no head."""

    TAPS = ((8, 40), (16, 112), (32, 320))
    """Stride and channels of each map, of the last block that has them."""

    def __init__(self, path):
        super().__init__()
        self.network = EfficientNet.from_name("efficientnet-lite0")
        self.network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        self.network.requires_grad_(False).eval()

    def train(self, mode=True):
        """Stays in inference mode: batch norms use the published statistics."""
        return super().train(False)

    def forward(self, frames):
        """Frames [N, 3, 512, 512] to maps [N, 40, 64, 64], [N, 112, 32, 32], [N, 320, 16, 16]."""
        network = self.network
        x = F.relu6(network._bn0(network._conv_stem(frames)))
        maps = {}
        for block in network._blocks:
            x = block(x)
            maps[FRAME // x.shape[-1], x.shape[1]] = x
        return [maps[tap] for tap in self.TAPS]


class ChannelNorm(nn.Module):
    """Layer norm over the channels of each position."""

    def __init__(self, channels, epsilon=1e-6):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.epsilon = epsilon

    def forward(self, x):
        x = x - x.mean(1, keepdim=True)
        x = x / torch.sqrt(x.square().mean(1, keepdim=True) + self.epsilon)
        return self.weight[:, None, None] * x + self.bias[:, None, None]


class Neck(nn.Module):
    """Joins the backbone's maps to the embedding."""

    def __init__(self, channels=CHANNELS):
        super().__init__()
        (_, c8), (_, c16), (_, c32) = Backbone.TAPS
        self.lateral8 = nn.Conv2d(c8, channels, 3, stride=2, padding=1)
        self.lateral16 = nn.Conv2d(c16, channels, 1)
        self.lateral32 = nn.Conv2d(c32, channels, 1)
        self.norm1 = ChannelNorm(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = ChannelNorm(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm3 = ChannelNorm(channels)

    def forward(self, maps):
        s8, s16, s32 = maps
        coarse = F.interpolate(
            self.lateral32(s32), scale_factor=2, mode="bilinear", align_corners=False)
        x = self.norm1(self.lateral8(s8) + self.lateral16(s16) + coarse)
        x = x + self.conv2(F.gelu(self.norm2(self.conv1(F.gelu(x)))))
        return self.norm3(x)


class SAMNano(nn.Module):
    """All that is trained or kept beside the backbone."""

    def __init__(self):
        super().__init__()
        self.image_encoder = nn.ModuleDict({"neck": Neck()})
        self.prompt_encoder = PromptEncoder(
            embed_dim=CHANNELS, image_embedding_size=(GRID, GRID),
            input_image_size=(FRAME, FRAME), mask_in_chans=16)
        self.mask_decoder = MaskDecoder(
            num_multimask_outputs=3,
            transformer=TwoWayTransformer(
                depth=2, embedding_dim=CHANNELS, mlp_dim=2048, num_heads=8),
            transformer_dim=CHANNELS, iou_head_depth=3, iou_head_hidden_dim=256)

    def start_from_sam(self, path):
        """Takes prompt encoder and mask decoder of SAM ViT-H from segment-everything's file."""
        parts = torch.load(path, map_location="cpu", weights_only=True)
        # The first name is spelled so there.
        self.prompt_encoder.load_state_dict(parts["PromtEncoder"])
        self.mask_decoder.load_state_dict(parts["MaskDecoder"])

    @property
    def neck(self):
        return self.image_encoder["neck"]

    def predict(self, embedding, points):
        """Masks for one foreground point each.

        embedding [1, 256, 32, 32], points [N, 2] in pixels of the frame → logits [N, 4, 128, 128] and
        predicted IoU [N, 4]: the single mask, then whole, part and subpart.
        """
        labels = torch.ones(len(points), 1, device=points.device)
        sparse, dense = self.prompt_encoder(
            points=(points[:, None], labels), boxes=None, masks=None)
        return self.mask_decoder.predict_masks(
            image_embeddings=embedding, image_pe=self.prompt_encoder.get_dense_pe(),
            sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense)


class Framed(NamedTuple):
    pixels: np.ndarray
    """[3, 512, 512] f32: (value − 127) / 128, zeros right of the picture and below."""
    width: int
    """Of the picture within the frame."""
    height: int


def framed(image):
    """An RGB picture of Pillow's, its longest side brought to 512."""
    scale = FRAME / max(image.size)
    width, height = (int(side * scale + 0.5) for side in image.size)
    pixels = np.zeros((FRAME, FRAME, 3), np.float32)
    resized = np.asarray(image.resize((width, height), Image.Resampling.BILINEAR), np.float32)
    pixels[:height, :width] = (resized - 127) / 128
    return Framed(pixels.transpose(2, 0, 1), width, height)


def photograph(path):
    return Image.open(path).convert("RGB")
