"""Views: how finely and how often a page wants to see a run, and what its looks are asked."""

from typing import TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field


class Asked(BaseModel):
    """Fields of the views."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


Fields = TypeVar("Fields", bound=Asked)


class Views(Asked):
    """What is asked of every look. `app.frames.looks` composes it with what each look is asked."""

    resolution: int = Field(default=50, ge=10, le=200)
    """Grid points along each side of the output and of the focused unit, while the run plays; half as many where the
    server is busy (see `app.trainer.pace`)."""
    still_resolution: int = Field(default=100, ge=10, le=200)
    """The same while it is paused, when frames are rare."""
    stride: int = Field(default=3, ge=1, le=10)
    """Units are sent at every `stride`-th grid point of the playing resolution; of a large network at fewer."""
    frames_per_second: float = Field(default=20, ge=1, le=60)
    """At least one, because the losses of all steps between two frames are kept for the next. Heavy runs are shown
    more rarely where time is short (see `app.trainer.turns`)."""

    def of(self, asks: type[Fields]) -> Fields:
        """The same, as one look's fields."""
        return cast(Fields, self)
