"""Prediction: every output for a digit that a watcher draws, or for a sample that a watcher picks."""

import base64
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import LookView
from engine.array import Array
from engine.cohort import Cohort
from engine.data.drawing import picture_inputs
from engine.fault import Fault
from engine.probes.reconstruction import in_grey
from engine.probes.samples import pictures_of, sample_inputs
from engine.run import Run

DRAWING_SIDE = 56
DRAWING_LETTERS = 4 * math.ceil(DRAWING_SIDE**2 / 3)
MOST_COPIED = 2**20
"""The number of parameters copied at a time (4 MB), since one network may be copied for many inputs."""


class PredictionView(LookView):
    sample: int | None = Field(default=None, ge=0, lt=100_000)
    """The number of a sample, training samples first, whose outputs are sent."""
    drawing: str | None = Field(default=None, max_length=DRAWING_LETTERS)
    """A drawn digit instead: 56 by 56 bytes in base64, row by row from the top, 0 where there is no ink."""

    @field_validator("drawing")
    @classmethod
    def drawing_is_whole(cls, drawing: str | None) -> str | None:
        if drawing is not None:
            pixels_in(drawing)
        return drawing


def pixels_in(drawing: str) -> NDArray[np.uint8]:
    """A drawing from the wire, as pixels (DRAWING_SIDE, DRAWING_SIDE); raises ValueError."""
    try:
        pixels = np.frombuffer(base64.b64decode(drawing, validate=True), np.uint8)
    except ValueError:
        raise Fault("A drawing is written in base64, but this is not.") from None
    if pixels.size != DRAWING_SIDE**2:
        raise Fault(
            "A drawing has {side} by {side} bytes, but this one has {count}.",
            side=DRAWING_SIDE,
            count=pixels.size,
        )
    return pixels.reshape(DRAWING_SIDE, DRAWING_SIDE)


class ViewedInput(NamedTuple):
    """The input of the cohort's run number `replica` that a watcher views: a drawing, a sample, or without both the
    first sample. Equal ones are computed once."""

    replica: int
    drawing: str | None
    sample: int | None


class Prediction(Look):
    view = PredictionView
    entries = (
        Entry("sample", "the sample that is viewed, or null"),
        Entry(
            "drawn",
            "the network's input, row 0 at the top",
            "u1",
            "(side, side[, 3])",
            "of pictures, if `views.drawing` or `views.sample`",
        ),
        Entry(
            "drawn_outputs",
            "the prediction: every output for it",
            "f4",
            "(k,)",
            "if `views.drawing` or `views.sample`",
        ),
        Entry(
            "reconstruction",
            "the same as a picture, row 0 at the top",
            "u1",
            "(side, side)",
            "of an autoencoder of pictures, if `views.drawing` or `views.sample`",
        ),
    )

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        inputs = [viewed for each in watched if (viewed := viewed_input(each)) is not None]
        self.answers = predictions(cohort, inputs) if inputs else {}

    def of(self, watched: Watched) -> Mapping[str, Any]:
        viewed = viewed_input(watched)
        if viewed is None:
            return {"sample": None}
        sample = viewed.sample if viewed.drawing is None else None
        return {"sample": sample, **self.answers.get(viewed, {})}


def viewed_input(watched: Watched) -> ViewedInput | None:
    """The drawing or the sample that a watcher views, or None."""
    view = watched.views.of(PredictionView)
    if view.drawing is None and view.sample is None:
        return None
    return ViewedInput(watched.replica, view.drawing, view.sample)


def predictions(cohort: Cohort, inputs: Iterable[ViewedInput]) -> dict[ViewedInput, dict[str, NDArray[Any]]]:
    """The outputs for each drawing or sample. Several may be of one run."""
    found: dict[ViewedInput, dict[str, NDArray[Any]]] = {}
    shown: dict[ViewedInput, Array] = {}
    for viewed in dict.fromkeys(inputs):
        read = shown_for(cohort.runs[viewed.replica], viewed)
        if read is not None:
            shown[viewed], found[viewed] = read
    for some, replicas, X in in_parts(cohort, shown):
        outputs = cohort.answers(replicas, X)
        for viewed, output in zip(some, outputs[..., 0], strict=True):
            found[viewed]["drawn_outputs"] = np.nan_to_num(output).astype(np.float32)
            if cohort.shape.reconstructs:
                data = cohort.runs[viewed.replica].experiment.data
                found[viewed]["reconstruction"] = in_grey(data, output[:, np.newaxis])[0]
    return found


def in_parts(
    cohort: Cohort, shown: Mapping[ViewedInput, Array]
) -> Iterator[tuple[list[ViewedInput], list[int], Array]]:
    """The viewed inputs in parts, each with its runs' numbers and with X (k, n, 1), from those in `shown`."""
    at_once = max(1, MOST_COPIED // cohort.theta.shape[1])
    waiting = list(shown)
    for start in range(0, len(waiting), at_once):
        some = waiting[start : start + at_once]
        X = np.array([shown[viewed] for viewed in some], cohort.dtype)
        yield some, [viewed.replica for viewed in some], X


def shown_for(run: Run, viewed: ViewedInput) -> tuple[Array, dict[str, NDArray[Any]]] | None:
    """The network's input, (n, 1), and its picture if it is one; None where the run has no such input."""
    data = run.experiment.data
    if viewed.drawing is not None:
        picture = data.picture_of(pixels_in(viewed.drawing))
        return None if picture is None else (picture_inputs(run.dataset, picture), {"drawn": picture})
    if (sample := viewed.sample or 0) < run.dataset.labels.shape[1]:
        pixels = {} if data.picture is None else {"drawn": pictures_of(data, np.array(sample))}
        return sample_inputs(data, sample, run.dtype), pixels
    return None
