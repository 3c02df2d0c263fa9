"""make bench-pictures: a step of each architecture beside PyTorch's, on one thread each, and the memory of a run. It
needs PyTorch.

PyTorch always takes the widest instructions of the processor. OpenBLAS takes those of the processor that it is told by
OPENBLAS_CORETYPE, and is only comparable where that is the right one, or not set: the first line says which it is.

python -m tests.load.pictures [NAME ..]
"""

import app.trainer.blas  # noqa: F401, I001  (before NumPy)

import sys
import time
import tracemalloc
from collections.abc import Callable
from statistics import median
from typing import Any

import threadpoolctl  # type: ignore[import-untyped]

from app.trainer import freed
from engine.architectures import ARCHITECTURES
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.engine.layers.pytorch import in_a_row, torch

NAMES = ("lenet5", "lenet5_1998", "vgg_small", "resnet_8", "googlenet_small")
RUNS = 5
STEPS = 10
BATCH = 64


def ours(experiment: Experiment) -> Callable[[], object]:
    cohort = Cohort([Run(experiment)])
    return lambda: cohort.train(STEPS)


def theirs(experiment: Experiment) -> Callable[[], object]:
    """The same network and optimiser over one batch."""
    plan, loss = experiment.plan, torch.nn.functional.cross_entropy
    model = in_a_row(plan.described, plan.shape_in)
    optimizer = torch.optim.Adam(model.parameters())
    run = Run(experiment)
    X: Any = torch.tensor(run.dataset.X_train[:, :BATCH].T.reshape(BATCH, *plan.shape_in))
    Y: Any = torch.tensor(run.Y_train[:, :BATCH].T)

    def train() -> None:
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss(model(X), Y).backward()
            optimizer.step()

    return train


def milliseconds(train: Callable[[], object]) -> float:
    """Of the processor's time for a step."""
    start = time.process_time()
    train()
    return 1000 * (time.process_time() - start) / STEPS


def megabytes(experiment: Experiment) -> float:
    """The most that a run has while it takes steps and is evaluated; the data set, which all runs share, is there."""
    tracemalloc.start()
    cohort = Cohort([Run(experiment)])
    cohort.train(2)
    cohort.evaluate()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    freed.keep()  # For PyTorch's tensors, too.
    for library in threadpoolctl.threadpool_info():
        if library["internal_api"] == "openblas":
            print(f"OpenBLAS {library['version']} computes for {library['architecture']}")
    for name in sys.argv[1:] or NAMES:
        layers = ARCHITECTURES[name].layers((1, 28, 28))
        experiment = Experiment().changed(
            {
                "data": {"kind": "digits", "samples": 2000},
                "objective": {"loss": "softmax"},
                "network": {"layers": layers},
                "optimizer": {"kind": "adam"},
                "training": {"batch_size": BATCH},
            }
        )
        both = ours(experiment), theirs(experiment)
        for train in both:
            train()
        pairs = [[milliseconds(train) for train in both] for _ in range(RUNS)]
        mine, torchs = (median(each) for each in zip(*pairs, strict=True))
        ratio = median(one / other for one, other in pairs)
        print(
            f"{name:16} {mine:7.1f} ms a step, PyTorch {torchs:7.1f} ms: {ratio:.2f} times; "
            f"{megabytes(experiment):.0f} MB a run"
        )


if __name__ == "__main__":
    main()
