"""The origin of a run that begins with layers of a saved network: how it stands in a document, and the document of such
a run before it has begun, which has nothing but its experiment and its origin."""

from typing import Any

import msgpack
import numpy as np

from app.document.summary import document_in
from app.document.versions import VERSION
from engine.array import FLOAT32
from engine.experiment import Experiment
from engine.transfer import Origin, Piece, origin_of


def packed_origin(origin: Origin) -> list[dict[str, Any]]:
    return [
        {"shapes": piece.shapes, "theta": piece.theta.tobytes(), "statistics": piece.statistics.tobytes()}
        for piece in origin
    ]


def unpacked_origin(packed: list[dict[str, Any]]) -> Origin:
    return tuple(
        Piece(
            tuple(tuple(shape) for shape in piece["shapes"]),
            np.frombuffer(piece["theta"], FLOAT32),
            np.frombuffer(piece["statistics"], FLOAT32),
        )
        for piece in packed
    )


def beginning(checkpoint: bytes, saved: Experiment, experiment: Experiment, count: int) -> bytes:
    """A run of this experiment that begins with the first `count` layers of the network that was `saved` in the
    checkpoint; raises ValueError where that is broken."""
    document = document_in(checkpoint)
    theta, statistics = (
        np.frombuffer(document[name], saved.dtype).astype(FLOAT32) for name in ("theta", "statistics")
    )
    packed: bytes = msgpack.packb(
        {
            "version": VERSION,
            "experiment": experiment.model_dump(mode="json"),
            "step": 0,
            "origin": packed_origin(origin_of(saved, theta, statistics, count)),
        }
    )
    return packed
