"""What is asked: a watcher draws a digit or picks a sample, and sees what every output says to it."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.wire.views import Views, pixels_in
from engine.array import Array
from engine.cohort import Cohort
from engine.data.drawing import picture_inputs
from engine.probes.samples import pixels_of, sample_inputs
from engine.run import Run

MOST_COPIED = 2**20
"""Parameters: so many are copied at a time, for many watchers may ask one large network (4 MB)."""


class Question(NamedTuple):
    """What a watcher asks the cohort's run number `replica`. Those who ask alike get one answer."""

    replica: int
    drawing: str | None
    sample: int | None


def question_of(replica: int, views: Views) -> Question:
    """What a watcher with these views asks; nothing, where they name neither a drawing nor a sample."""
    return Question(replica, views.drawing, views.sample)


def asked(cohort: Cohort, questions: Iterable[Question]) -> dict[Question, dict[str, NDArray[Any]]]:
    """By question: what the outputs of its run say to the drawing or the sample. Several may be about one run."""
    found: dict[Question, dict[str, NDArray[Any]]] = {}
    shown: dict[Question, Array] = {}
    for question in dict.fromkeys(questions):
        read = shown_for(cohort.runs[question.replica], question)
        if read is not None:
            shown[question], found[question] = read
    at_once = max(1, MOST_COPIED // cohort.theta.shape[1])
    waiting: Sequence[Question] = list(shown)
    for start in range(0, len(waiting), at_once):
        some = waiting[start : start + at_once]
        X = np.array([shown[question] for question in some], cohort.dtype)
        outputs = cohort.answers([question.replica for question in some], X)
        for question, output in zip(some, outputs[..., 0], strict=True):
            found[question]["drawn_outputs"] = np.nan_to_num(output).astype(np.float32)
    return found


def shown_for(run: Run, question: Question) -> tuple[Array, dict[str, NDArray[Any]]] | None:
    """What the network is shown, (n, 1), and its picture if it is one; None: the question does not fit the run."""
    data = run.experiment.data
    if question.drawing is not None:
        picture = data.picture_of(pixels_in(question.drawing))
        return None if picture is None else (picture_inputs(run.dataset, picture), {"drawn": picture})
    if question.sample is not None and question.sample < run.dataset.labels.size:
        pixels = {} if data.picture is None else {"drawn": pixels_of(data, np.array(question.sample))}
        return sample_inputs(data, question.sample), pixels
    return None
