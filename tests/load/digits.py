"""`make bench-digits`: 300 hidden units on all of MNIST; the accuracy on the test set after each of ten epochs.

Nothing here is asserted, but the curve should reach 98 %.
"""

import app.trainer.blas  # noqa: F401  isort: skip  (one thread for linear algebra, as in a host; before NumPy)

import time

import numpy as np

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.losses import answers
from engine.run import Run

EPOCHS = 10
EXPERIMENT = Experiment().changed(
    {
        "data": {"kind": "digits", "samples": 70_000},
        "network": {"hidden": [300], "activation": "relu", "initializer": "he"},
        "objective": {"loss": "softmax"},
        "optimizer": {"kind": "adam", "learning_rate": 0.001, "schedule": "cosine", "period": 9380},
        "training": {"batch_size": 64},
    }
)


def accuracy(cohort: Cohort, run: Run) -> float:
    """The share of right answers to the whole test set, by a thousand at a time."""
    right, n_test = 0, run.experiment.data.n_test
    for start in range(0, n_test, 1000):
        samples = np.arange(start, min(start + 1000, n_test))
        Z = cohort.predict(run.dataset.X_test[:, samples][np.newaxis])
        right += int((answers(Z)[0] == run.dataset.labels_test[0, samples]).sum())
    return right / n_test


def print_epochs(name: str, experiment: Experiment) -> None:
    """The loss, the accuracy and the time of each of the epochs."""
    run = Run(experiment)
    cohort = Cohort([run])
    data, batch = experiment.data, experiment.training.batch_size
    steps = -(-data.n_train // batch)
    print(f"{name}, {data.n_train} digits, batch {batch}, Adam")
    for epoch in range(1, EPOCHS + 1):
        began = time.process_time()
        loss = float(cohort.train(steps).mean())
        took = time.process_time() - began
        print(
            f"  epoch {epoch:2}  loss {loss:.4f}  test {accuracy(cohort, run):7.2%}  {took:5.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    print_epochs("-".join(map(str, EXPERIMENT.plan.units)), EXPERIMENT)
