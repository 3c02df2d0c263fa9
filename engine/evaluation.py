"""An evaluation says how good a network is: its losses and accuracies over whole sets of samples."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.array import Array
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


Score = tuple[float, float | None]
"""A mean loss, and an accuracy, which there is not (None) without classes."""


def scores(network: Network, runs: Sequence[Run]) -> list[list[Score]]:
    """For each part of the samples that there is, the scores on it of the runs whose parameters the network has.

    All parts go through the network side by side. Where all runs learn from one data set, (1, n, m) of it is enough.
    """
    shape, loss = runs[0].shape, runs[0].loss
    parts = PARTS[: 3 if shape.n_validation else 2]
    shown = runs[:1] if len({id(run.dataset) for run in runs}) == 1 else runs

    def side_by_side(name: str, owners: Sequence[object]) -> Array:
        joined = [
            np.concatenate([getattr(owner, f"{name}_{part}")[:, : shape.examined] for part in parts], axis=1)
            for owner in owners
        ]
        return np.stack(joined) if len(joined) > 1 else joined[0][np.newaxis]

    sets = [run.dataset for run in shown]
    labels = side_by_side("labels", sets)[:, 0]
    with np.errstate(over="ignore", invalid="ignore"):
        Z = network.answers(side_by_side("X", sets))
        # Summed in float64: many large losses shall not overflow before one does.
        values = loss.value(Z, side_by_side("Y", shown)).astype(np.float64)
    hits = None if shape.problem == "regression" else answers(Z) == labels
    found: list[list[Score]] = []
    start = 0
    for part in parts:
        m = getattr(sets[0], f"labels_{part}")[:, : shape.examined].shape[1]
        of_part, start = slice(start, start + m), start + m
        losses = (np.add.reduce(values[:, of_part], axis=-1) / m).tolist()
        if hits is None:
            found.append([(each, None) for each in losses])
        else:
            counts = np.add.reduce(hits[:, of_part], axis=-1, dtype=np.int64)
            found.append(list(zip(losses, (counts / m).tolist(), strict=True)))
    return found


def evaluations_of(network: Network, runs: Sequence[Run]) -> list[Evaluation]:
    """What is known of each of the runs whose parameters the network has."""
    return [
        Evaluation(train[0], test[0], train[1], test[1], *(rest[0] if rest else ()))
        for train, test, *rest in zip(*scores(network, runs), strict=True)
    ]
