"""make bench-memory: a forward and a backward pass of recurrent layers beside PyTorch's, on one thread each, and what
networks that remember learn. It needs PyTorch.

python -m tests.load.memory [speed | translation | echo]
"""

import app.trainer.blas  # noqa: F401, I001  (before NumPy)

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import torch

from engine.array import FLOAT32
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.engine.layers.pictures import made, samples

UNITS, STEPS, BATCH, INPUTS = 64, 12, 32, 16
THEIRS = {"recurrent": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


def speed() -> None:
    """64 units over 12 time steps, a batch of 32."""
    torch.set_num_threads(1)
    for kind, module in THEIRS.items():
        layer = made({"kind": kind, "units": UNITS, "returns": "every_step"}, (INPUTS, STEPS), dtype=FLOAT32)
        X, dA = samples((INPUTS, STEPS), BATCH, dtype=FLOAT32), samples((UNITS, STEPS), BATCH, dtype=FLOAT32)
        model: Any = module(INPUTS, UNITS)
        x, d = (torch.tensor(A.reshape(-1, STEPS, BATCH).transpose(1, 2, 0).copy()) for A in (X, dA))
        x.requires_grad_(True)

        def ours(layer: Any = layer, X: Any = X, dA: Any = dA) -> None:
            layer.forward(X)
            layer.backward(dA)

        def theirs(model: Any = model, x: Any = x, d: Any = d) -> None:
            model.zero_grad()
            x.grad = None
            model(x)[0].backward(d)

        mine, its = ([seconds(each) for _ in range(3)] for each in (ours, theirs))
        ratio = median(mine) / median(its)
        print(f"{kind}: {1e3 * median(mine):.2f} ms, PyTorch {1e3 * median(its):.2f} ms, ratio {ratio:.2f}")


def seconds(act: Callable[[], None], times: int = 200) -> float:
    """The median of the CPU time of a call."""
    found = []
    for _ in range(times):
        start = time.process_time()
        act()
        found.append(time.process_time() - start)
    return median(found)


def translation() -> None:
    """English words to Chinese numerals: at least 97 % of numbers that were never seen."""
    learn(
        "translation",
        {"kind": "translation", "samples": 6000, "test_share": 0.25},
        {"kind": "lstm", "units": 64, "returns": "every_step"},
        rate=0.005,
        steps=2000,
    )


def echo() -> None:
    """The symbol that was heard 30 steps ago, by plain layers and by LSTM: asked at the end, from small and from usual
    weights, and at every step. That the LSTM holds it and the plain layer does not is not found: asked at every step,
    64 plain units answer 98 % of the test after 4,000 steps, and 64 LSTM units 64 %."""
    data = {"kind": "echo", "steps": 31, "delay": 30, "answers": "last", "samples": 2000, "test_share": 0.25}
    for initializer in ("small", "xavier"):
        for kind in ("recurrent", "lstm"):
            layer = {"kind": kind, "units": 32, "initializer": initializer}
            learn(f"echo, {kind}, {initializer}", data, layer, rate=0.005, steps=4000)
    data = {**data, "steps": 60, "answers": "every_step"}
    for kind in ("recurrent", "lstm"):
        layer = {"kind": kind, "units": 64, "returns": "every_step"}
        learn(f"echo, {kind}, at every step", data, layer, rate=0.005, steps=4000)


def learn(
    title: str, data: dict[str, Any], layer: dict[str, Any], *, rate: float, steps: int, every: int = 200
) -> None:
    """Print how loss and accuracy of the test set go on."""
    experiment = Experiment().changed(
        {
            "data": data,
            "network": {"layers": [layer]},
            "objective": {"loss": "softmax"},
            "optimizer": {"kind": "adam", "learning_rate": rate, "clip_norm": 1},
            "training": {"batch_size": BATCH},
        }
    )
    cohort, start = Cohort([Run(experiment)]), time.process_time()
    for step in range(every, steps + 1, every):
        cohort.train(every)
        [found] = cohort.evaluate()
        taken = time.process_time() - start
        share = 100 * (found.test_accuracy or 0)
        print(
            f"{title}, step {step}: test loss {found.test_loss:.4f}, {share:.1f} % right, {taken:.0f} s of CPU"
        )


PARTS = {"speed": speed, "translation": translation, "echo": echo}

if __name__ == "__main__":
    np.seterr(over="ignore")
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
