"""Views: the resolution and the frame rate that a page requests, and the fields of the looks."""

from typing import TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field


class Asked(BaseModel):
    """Fields of the views."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


Fields = TypeVar("Fields", bound=Asked)


class Views(Asked):
    """The fields for every look. `app.frames.looks` adds the fields of each look."""

    resolution: int = Field(default=50, ge=10, le=200)
    """Grid points along each side of the output and of the focused unit, while the run plays; half as many where the
    server is busy (see `app.trainer.pace`)."""
    still_resolution: int = Field(default=100, ge=10, le=200)
    """The same while it is paused, when frames are rare."""
    stride: int = Field(default=3, ge=1, le=10)
    """Units are sent at every `stride`-th grid point of the playing resolution; at fewer in a large network."""
    frames_per_second: float = Field(default=20, ge=1, le=60)
    """At least one, because the losses of all steps between two frames wait for the next. Heavy runs send fewer frames
    where time is short (see `app.trainer.turns`)."""

    def of(self, asks: type[Fields]) -> Fields:
        """The same object, typed as one look's fields."""
        return cast(Fields, self)
