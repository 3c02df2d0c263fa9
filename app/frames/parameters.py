"""Parameters: theta, and where in it the weights and biases of each layer begin."""

from collections.abc import Mapping
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from app.frames.look import Entry, Look, Watched
from engine.layers.stages import weighted
from engine.places import offsets
from engine.run import Run

MOST_SENT = 4096
"""The most parameters in a frame: more would dominate the frame, and their links would overlap on the page."""


class Parameters(Look):
    entries = (
        Entry("theta", "the parameters; `places` gives the place of each", "f4", "(P,)"),
        Entry(
            "places",
            "for each layer but the input, where in theta its parameters begin: `W` (row by row), `b` (one for each "
            "unit, unless batch normalisation replaces it), `gamma` and `beta` (batch normalisation's, one for each "
            "unit), `slope` (parametric ReLU's, the same). Of a network of more than 4,096 parameters theta is sent "
            "without W[1], and of a still larger one not at all; parameters that are not sent have no place",
            is_full=True,
        ),
    )

    def of(self, watched: Watched) -> Mapping[str, Any]:
        run = watched.run
        found: dict[str, Any] = {"theta": run.theta[first_sent(run) :].astype(np.float32)}
        if watched.is_full:
            found["places"] = sent_places(run)
        return found


def first_sent(run: Run) -> int:
    """The index in theta at which the sent part begins: 0, or the end of W[1], or the end of theta (see MOST_SENT)."""
    P = run.theta.size
    if P <= MOST_SENT:
        return 0
    first = sum(prod(each.shape) for each in weighted(run.experiment.plan.layers)[0].parameters[:1])
    return first if P - first <= MOST_SENT else P


def sent_places(run: Run) -> list[dict[str, int]]:
    """The places of each layer's parameters in the sent part of theta; weights only where they connect units."""
    start, plan = first_sent(run), run.experiment.plan
    links = [n_out * n_in for n_in, n_out in pairwise(plan.units)]
    of_layers = zip(offsets(plan.layers), weighted(plan.layers), links, strict=True)
    return [
        {
            letter: offset - start
            for letter, offset in found.items()
            if offset >= start
            and (letter != "W" or prod(layer.parameters[0].shape) == links)
            and (letter != "b" or prod(layer.parameters[1].shape) == layer.shape_out[0])
        }
        for found, layer, links in of_layers
    ]
