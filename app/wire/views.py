"""Views: what a page wants to see of a run, how finely, and how often."""

import base64
import math
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.fault import Fault

DRAWING_SIDE = 56
DRAWING_LETTERS = 4 * math.ceil(DRAWING_SIDE**2 / 3)


class Worked(BaseModel):
    """What of the next step is to be worked out; see `engine.probes.worked_example.Choice`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sample: int | None = Field(default=None, ge=0, lt=100_000)
    nth: int = Field(default=0, ge=0, lt=100)
    layer: int = Field(default=0, ge=0, lt=100)
    unit: int = Field(default=0, ge=0, lt=10_000)
    parameter: int = Field(default=0, ge=0, lt=10_000)


class Views(BaseModel):
    """What a page wants to see of a run, how finely, and how often."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    resolution: int = Field(default=50, ge=10, le=200)
    """Grid points along each side of the output and of the focused unit, while the run plays; half as many where the
    server is busy (see `app.trainer.pace`)."""
    still_resolution: int = Field(default=100, ge=10, le=200)
    """The same while it is paused, when frames are rare."""
    stride: int = Field(default=3, ge=1, le=10)
    """Units are sent at every `stride`-th grid point of the playing resolution; of a large network at fewer."""
    focus: tuple[Annotated[int, Field(ge=0, le=6)], Annotated[int, Field(ge=0, le=15)]] | None = None
    """(layer, unit), both from 0, to be sent as large as the output: a hidden unit, or one of several outputs."""
    inside: bool = False
    """Whether to look inside the layers, too."""
    test: bool = False
    """Whether the samples that are looked at, where there is no plane, are the test set's."""
    sample: int | None = Field(default=None, ge=0, lt=100_000)
    """The number of a sample, training samples first, for which every output's answer is sent."""
    drawing: str | None = Field(default=None, max_length=DRAWING_LETTERS)
    """A drawn digit instead: 56 by 56 bytes in base64, row by row from the top, 0 where there is no ink."""
    worked: Worked | None = None
    """A worked example of the next step."""
    frames_per_second: float = Field(default=20, ge=1, le=60)
    """At least one, because the losses of all steps between two frames are kept for the next. Heavy runs are shown
    more rarely where time is short (see `app.trainer.turns`)."""

    @field_validator("drawing")
    @classmethod
    def drawing_is_whole(cls, drawing: str | None) -> str | None:
        if drawing is not None:
            pixels_in(drawing)
        return drawing


def pixels_in(drawing: str) -> np.ndarray:
    """A drawing as it crosses the wire, as pixels (DRAWING_SIDE, DRAWING_SIDE); raises ValueError."""
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
