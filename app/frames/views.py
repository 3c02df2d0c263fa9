"""Views: what a page watches of a run, and how. The view of a look is its own fields of them."""

from typing import TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field


class LookView(BaseModel):
    """The view of a look: its own fields of the views."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


ViewOfLook = TypeVar("ViewOfLook", bound=LookView)


class Views(LookView):
    """The resolution and the frame rate. `app.frames.looks` adds the fields of each look."""

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

    tile: bool = False
    """Only what a tile of a class's board shows."""

    def of(self, view: type[ViewOfLook]) -> ViewOfLook:
        """The same object, typed as the view of one look."""
        return cast(ViewOfLook, self)
