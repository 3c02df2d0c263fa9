"""The curve of a run as a sheet: a row for each step of its histories, and the accuracies of the latest."""

from collections.abc import Iterator, Sequence
from math import isfinite

import numpy as np

from engine.evaluation import Evaluation
from engine.run import Run
from engine.sheets.sheet import Sheet, measured, number

SETS = {"train": "training", "validation": "validation", "test": "test"}
COLUMNS = ("train", "test", "validation")
"""The columns of the evaluations."""


def losses_of(run: Run, evaluation: Evaluation) -> Sheet:
    """Losses over batches and over whole sets, thinned as the page draws them; the accuracies of the present state."""
    data = run.experiment.data
    sets = ["train", *(["validation"] if data.n_validation else []), *([] if data.is_table else ["test"])]
    answered = sets if data.problem == "classification" else []
    header = ["step", "epoch", "batch_loss", *(f"{SETS[each]}_loss" for each in sets)]
    rows = rows_of(run, sets, [getattr(evaluation, f"{each}_accuracy") for each in answered])
    return Sheet([*header, *(f"{SETS[each]}_accuracy" for each in answered)], rows)


def rows_of(run: Run, sets: Sequence[str], accuracies: Sequence[float]) -> Iterator[list[str | None]]:
    """A row for each step at which a loss is known."""
    columns = [COLUMNS.index(each) for each in sets]
    batches = dict(zip(run.losses.steps.tolist(), run.losses.values[:, 0], strict=True))
    whole = dict(zip(run.evaluations.steps.tolist(), run.evaluations.values[:, columns], strict=True))
    unknown = [None] * len(sets)
    for step in sorted({*batches, *whole}):
        losses = [known(loss) for loss in whole[step]] if step in whole else unknown
        last = [measured(each) if step == run.step else None for each in accuracies]
        yield [str(step), epoch_at(run, step), known(batches.get(step)), *losses, *last]


def known(value: float | np.floating | None) -> str | None:
    return None if value is None or not isfinite(value) else number(value)


def epoch_at(run: Run, step: int) -> str | None:
    """The epochs until then: known as long as every batch had the present size, and of the present step."""
    if step == run.step:
        return number(run.epoch)
    if run.samples_seen != run.step * run.experiment.batch_size:
        return None
    return number(step * run.experiment.batch_size / run.experiment.data.n_train)
