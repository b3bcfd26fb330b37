"""SAM's encoder and decoder in other engines: exported to ONNX, run by ONNX Runtime or OpenVINO.

Needs: torch, onnx, onnxscript; onnxruntime or openvino.
"""

import hashlib
import sys

import numpy as np
import torch
from torch import nn


class DecoderForPoints(nn.Module):
    """predict_masks without mask prompts: positions and the empty mask are constants."""

    def __init__(self, sam):
        super().__init__()
        self.decoder = sam.mask_decoder
        self.register_buffer("image_pe", sam.prompt_encoder.get_dense_pe())
        empty = sam.prompt_encoder.no_mask_embed.weight.reshape(1, -1, 1, 1)
        self.register_buffer("dense", empty.expand(1, -1, *self.image_pe.shape[-2:]).clone())

    def forward(self, embedding, sparse):
        return self.decoder.predict_masks(embedding, self.image_pe, sparse, self.dense)


class Exports:
    """ONNX files of a checkpoint's encoder and decoder, made when first asked for."""

    def __init__(self, sam, checkpoint, cache, batch):
        with open(checkpoint, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
        self.folder = cache / digest
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sam, self.batch = sam, batch

    def encoder(self):
        frame = torch.zeros(1, 3, 1024, 1024)
        return self.made("encoder", self.sam.image_encoder, (frame,), ["frame"], ["embedding"])

    def decoder(self):
        example = (torch.zeros(1, 256, 64, 64), torch.zeros(self.batch, 2, 256))
        name = f"decoder-{self.batch}"
        outputs = ["low_res", "iou"]
        return self.made(
            name, DecoderForPoints(self.sam), example, ["embedding", "sparse"], outputs
        )

    def made(self, name, module, example, inputs, outputs):
        path = self.folder / f"{name}.onnx"
        if not path.exists():
            print(f"exporting {name}", file=sys.stderr)
            partial = self.folder / f"{name}.part"
            partial.mkdir(exist_ok=True)
            program = torch.onnx.export(
                module.eval(), example, input_names=inputs, output_names=outputs, verbose=False
            )
            program.save(partial / path.name, external_data=True)
            for file in sorted(partial.iterdir(), reverse=True):
                file.rename(self.folder / file.name)
            partial.rmdir()
        return path


def onnx_engine(path, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [entry.name for entry in session.get_inputs()]
    return lambda *values: session.run(None, dict(zip(names, values)))


def openvino_engine(path, threads, precision):
    import openvino

    settings = {
        "INFERENCE_PRECISION_HINT": precision,
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": 1,
    }
    compiled = openvino.Core().compile_model(path, "CPU", settings)
    request = compiled.create_infer_request()

    def run(*values):
        answers = request.infer(list(values))
        return [np.array(answers[output]) for output in compiled.outputs]

    return run


def replace(sam, encode, decode, batch):
    """Puts an engine in the place of the reference's encoder and decoder."""

    def encoder(frame):
        return torch.from_numpy(encode(frame.numpy())[0])

    def decoder(image_embeddings, sparse_prompt_embeddings, multimask_output, **_):
        count = len(sparse_prompt_embeddings)
        sparse = np.zeros((batch, *sparse_prompt_embeddings.shape[1:]), np.float32)
        sparse[:count] = sparse_prompt_embeddings.numpy()
        low, iou = decode(image_embeddings.numpy(), sparse)
        part = slice(1, None) if multimask_output else slice(0, 1)
        return torch.from_numpy(low[:count, part]), torch.from_numpy(iou[:count, part])

    sam.image_encoder.forward, sam.mask_decoder.forward = encoder, decoder
