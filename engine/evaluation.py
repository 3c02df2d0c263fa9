"""An evaluation of a network: its losses and accuracies over whole sets of samples."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.heads import Head
from engine.measures import MEASURES
from engine.network import Network
from engine.run import Run

PARTS = ("train", "test", "validation")
"""The parts of the samples, in the order of the columns of `Run.evaluations`."""


Told = dict[str, dict[str, float]]
"""A head's `loss` and measures, by name, for each part of the samples."""


class Evaluation(NamedTuple):
    """The losses and accuracies of a network on whole sets. Accuracies are None for a regression, and figures of a set
    that does not exist.

    The losses are those of all heads together, and the accuracies the output's.
    """

    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    heads: tuple[Told, ...] = ()
    """The evaluation of each head, where an experiment lists its heads."""

    @property
    def losses(self) -> list[float]:
        """The present losses, in the order of the columns of `Run.evaluations`."""
        losses = (self.train_loss, self.test_loss, self.validation_loss)
        return [loss for loss in losses if loss is not None]


def evaluations_of(network: Network, runs: Sequence[Run]) -> list[Evaluation]:
    """The evaluation of each run whose parameters the network has.

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
    counts = [getattr(sets[0], f"labels_{part}")[:, : shape.examined].shape[1] for part in parts]
    with np.errstate(over="ignore", invalid="ignore"):
        Z, Y = network.answers(side_by_side("X", sets)), side_by_side("Y", shown)
        # Summed in float64: many large losses shall not overflow before one does.
        losses = means(loss.value(Z, Y).astype(np.float64), counts)
        heads = [
            told(head, Z, Y, parts, counts) for head in runs[0].heads if runs[0].experiment.objective.heads
        ]
    rows, own = slice(network.n_out), runs[0].heads[0].loss
    hits = None if shape.problem == "regression" else own.hits(Z[:, rows], Y[:, rows])
    accuracies = (
        [[None] * len(runs) for _ in parts] if hits is None else means(hits.astype(np.float64), counts)
    )
    return [
        Evaluation(
            of_losses[0],
            of_losses[1],
            of_accuracies[0],
            of_accuracies[1],
            validation_loss=of_losses[2] if shape.n_validation else None,
            validation_accuracy=of_accuracies[2] if shape.n_validation else None,
            heads=of_heads,
        )
        for of_losses, of_accuracies, of_heads in zip(
            zip(*losses, strict=True),
            zip(*accuracies, strict=True),
            zip(*heads, strict=True) if heads else [()] * len(runs),
            strict=True,
        )
    ]


def told(head: Head, Z: Array, Y: Array, parts: Sequence[str], counts: Sequence[int]) -> list[Told]:
    """Loss and measures of a head of each run, from Z and the targets Y of all heads, (R, n, m)."""
    Z, Y = Z[:, head.rows], Y[:, head.rows]
    values = {"loss": head.loss.value(Z, Y)}
    values |= {name: MEASURES[name].value(head.loss, Z, Y) for name in head.measures}
    found: list[Told] = [{part: {} for part in parts} for _ in Z]
    for name, each in values.items():
        for part, of_runs in zip(parts, means(each.astype(np.float64), counts), strict=True):
            for replica, mean in enumerate(of_runs):
                found[replica][part][name] = mean
    return found


def means(values: NDArray[Any], counts: Sequence[int]) -> list[list[float]]:
    """For each part of the samples, so many one after the other, the means of its values (R, m): one for every run."""
    found, start = [], 0
    for count in counts:
        found.append((np.add.reduce(values[:, start : start + count], axis=-1) / count).tolist())
        start += count
    return found
