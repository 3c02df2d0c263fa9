"""An evaluation says how good a network is: its losses and accuracies over whole sets of samples."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.losses import answers
from engine.network import Network
from engine.run import Run

PARTS = ("train", "test", "validation")
"""The parts of the samples, in the order of the columns of `Run.evaluations`."""


class Evaluation(NamedTuple):
    """How good a network is on whole sets. Accuracies are None for a regression; so is what there is no set for."""

    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None
    validation_loss: float | None = None
    validation_accuracy: float | None = None

    @property
    def losses(self) -> list[float]:
        """Those that there are, in the order of the columns of `Run.evaluations`."""
        losses = (self.train_loss, self.test_loss, self.validation_loss)
        return [loss for loss in losses if loss is not None]


def score(network: Network, runs: Sequence[Run], part: str) -> list[tuple[float, float | None]]:
    """Mean loss and accuracy over a part of the samples, for each of the runs whose parameters the network has.

    There is no accuracy (None) without classes. Where all learn from one data set, (1, n, m) of it is enough for all.
    """
    shape, loss = runs[0].shape, runs[0].loss
    shown = runs[:1] if len({id(run.dataset) for run in runs}) == 1 else runs
    first = slice(shape.examined)
    sets = [run.dataset for run in shown]
    Y = np.stack([getattr(run, f"Y_{part}")[:, first] for run in shown])
    m = Y.shape[-1]
    with np.errstate(over="ignore", invalid="ignore"):
        Z = network.predict(np.stack([getattr(each, f"X_{part}")[:, first] for each in sets]))
        # Summed in float64: many large losses shall not overflow before one does.
        losses = np.add.reduce(loss.value(Z, Y), axis=-1, dtype=np.float64) / m
    if shape.problem == "regression":
        return [(each, None) for each in losses.tolist()]
    labels = np.concatenate([getattr(each, f"labels_{part}")[:, first] for each in sets])
    hits = np.add.reduce(answers(Z) == labels, axis=-1, dtype=np.int64)
    return list(zip(losses.tolist(), (hits / m).tolist(), strict=True))


def evaluations_of(network: Network, runs: Sequence[Run]) -> list[Evaluation]:
    """What is known of each of the runs whose parameters the network has."""
    parts = PARTS[: 3 if runs[0].shape.n_validation else 2]
    scores = [score(network, runs, part) for part in parts]
    return [
        Evaluation(train[0], test[0], train[1], test[1], *(rest[0] if rest else ()))
        for train, test, *rest in zip(*scores, strict=True)
    ]
