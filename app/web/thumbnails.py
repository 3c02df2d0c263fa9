"""Thumbnails of data sets: one without an icon in templates/parts/symbols.html gets a picture of its own samples."""

from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from app.web.rendering import folder
from engine.data import Unavailable, dataset_of
from engine.data.kinds import KINDS, described

DOTS = 40
SIDE, EDGE = 24, 3
"""The side of the grid for icons, and the empty edge around them."""
CLASSES = ("low", "high", "third")
"""The style names for the colours of the classes; the last one stands for all further classes."""


class Dot(NamedTuple):
    """A sample: its place on the grid, from the upper left corner, and the style name of its colour."""

    x: float
    y: float
    name: str


def thumbnails() -> dict[str, list[Dot]]:
    """The thumbnails to be made, by kind; the list is empty where samples are no points."""
    by_hand = (folder("templates") / "parts" / "symbols.html").read_text(encoding="utf-8")
    return {kind: dots(kind) for kind in KINDS if f'"icon-data-{kind}"' not in by_hand}


def dots(kind: str) -> list[Dot]:
    """The first samples of a data set with its defaults."""
    try:
        data = described({"kind": kind})
        dataset = dataset_of(data)
    except (ValidationError, Unavailable):
        return []
    if data.view == "samples":
        return []
    points, labels = dataset.points[:, :DOTS], dataset.labels[0, :DOTS]
    if len(points) < 2:  # Along a line, the label is the height.
        height = np.abs(labels).max(initial=1) / data.domain[1]
        points = np.concatenate([points, labels[np.newaxis] / height])
    low, high = data.domain
    x, y = EDGE + (SIDE - 2 * EDGE) * (np.clip(points, low, high) - low) / (high - low)
    numbers = np.clip(labels, 0, len(CLASSES) - 1).astype(int) if data.n_classes else labels > 0
    return [
        Dot(round(float(x), 1), round(SIDE - float(y), 1), CLASSES[number])
        for x, y, number in zip(x, y, numbers, strict=True)
    ]
