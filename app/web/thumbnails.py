"""Thumbnails of data sets: who draws none into templates/parts/symbols.html has one of its own samples."""

from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from app.web.rendering import folder
from engine.data import Unavailable, dataset_of
from engine.data.kinds import KINDS, described

DOTS = 40
SIDE, EDGE = 24, 3
"""Of the grid on which icons are drawn, and what stays empty around them."""
CLASSES = ("low", "high", "third")
"""What the styles call the colours of the first classes, of which the last stands for all that follow."""


class Dot(NamedTuple):
    """A sample: its place on the grid, from the upper left corner, and what its colour is called."""

    x: float
    y: float
    name: str


def thumbnails() -> dict[str, list[Dot]]:
    """By kind, those that have to be made; none has dots where a data set is not of points."""
    by_hand = (folder("templates") / "parts" / "symbols.html").read_text(encoding="utf-8")
    return {kind: dots(kind) for kind in KINDS if f'"icon-data-{kind}"' not in by_hand}


def dots(kind: str) -> list[Dot]:
    """The first samples of a data set that has all of its defaults."""
    try:
        data = described({"kind": kind})
        dataset = dataset_of(data)
    except (ValidationError, Unavailable):
        return []
    if data.view == "samples":
        return []
    points, labels = dataset.points[:, :DOTS], dataset.labels[0, :DOTS]
    if len(points) < 2:  # Along a line, the values are above one another.
        height = np.abs(labels).max(initial=1) / data.domain[1]
        points = np.concatenate([points, labels[np.newaxis] / height])
    low, high = data.domain
    x, y = EDGE + (SIDE - 2 * EDGE) * (np.clip(points, low, high) - low) / (high - low)
    numbers = np.clip(labels, 0, len(CLASSES) - 1).astype(int) if data.n_classes else labels > 0
    return [
        Dot(round(float(x), 1), round(SIDE - float(y), 1), CLASSES[number])
        for x, y, number in zip(x, y, numbers, strict=True)
    ]
