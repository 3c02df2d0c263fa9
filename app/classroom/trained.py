"""A member's network, as the board has last heard of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

from app.classroom.member import Member
from engine.experiment import Experiment


class Trained(NamedTuple):
    member: Member
    run: str
    experiment: Experiment
    header: Mapping[str, Any]
    """The header of the tile's latest frame (see `app.frames.tile` and `app.frames.progress`)."""
    arrays: Mapping[str, NDArray[Any]]
