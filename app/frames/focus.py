"""Focus: the unit that a watcher views large."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from app.frames.look import Entry, Look, Watched
from app.frames.views import LookView
from engine.probes.boundary import MOST_SHOWN, mapped_outputs


class FocusView(LookView):
    focus: tuple[Annotated[int, Field(ge=0, le=255)], Annotated[int, Field(ge=0, le=15)]] | None = None
    """(layer, unit), both from 0, to be sent as large as the output: a hidden unit, or one of several outputs."""


class Focus(Look):
    view = FocusView
    entries = (Entry("focus", "the unit that is shown large, or null"),)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        return {"focus": None if focused_unit(watched) is None else watched.views.of(FocusView).focus}


def focused_unit(watched: Watched) -> int | None:
    """The index of the focused unit, counted through all layers; None where there is no such unit.

    A single output is large already; each of several may be focused.
    """
    focus = watched.views.of(FocusView).focus
    if focus is None:
        return None
    layer, unit = focus
    hidden, n_out = watched.run.experiment.plan.units[1:-1], mapped_outputs(watched.run.shape)
    sizes = [*(min(n, MOST_SHOWN) for n in hidden), *([n_out] if n_out > 1 else [])]
    if layer >= len(sizes) or unit >= sizes[layer]:
        return None
    return sum(sizes[:layer]) + unit
