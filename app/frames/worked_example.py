"""The worked example: the next step with all its numbers, for a chosen sample, unit and parameter."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from app.frames.look import Entry, Look, Watched
from app.frames.views import LookView, Views
from engine.array import Array
from engine.probes.stages import is_told
from engine.probes.worked_example import Choice, worked_example
from engine.probes.worked_layer import worked_layer
from engine.shape import Shape

PICTURES = {"kernel", "map", "d_map"}
"""Arrays that are drawn, and not read number by number."""


class ChosenParameter(LookView):
    """The part of the next step that is worked out; see `engine.probes.worked_example.Choice`."""

    sample: int | None = Field(default=None, ge=0, lt=100_000)
    nth: int = Field(default=0, ge=0, lt=100)
    layer: int = Field(default=0, ge=0, lt=1000)
    unit: int = Field(default=0, ge=0, lt=10_000_000)
    parameter: int = Field(default=0, ge=0, lt=10_000_000)


class WorkedExampleView(LookView):
    worked: ChosenParameter | None = None
    """A worked example of the next step."""


class WorkedStep(Look):
    """While the run plays, only about two frames a second contain it: nobody reads twenty formulas a second."""

    view = WorkedExampleView
    seconds = 0.45
    when = "if `views.worked`"
    entries = (
        Entry(
            "worked",
            "the fields of `engine.probes.worked_example.WorkedExample` that are no arrays or, where the network has "
            "other layers than those of the course, of `engine.probes.worked_layer.WorkedLayer`, and the `choice` of "
            "the views that they answer; null where numbers are too large",
        ),
        Entry(
            "worked_map",
            "of a `WorkedLayer` what it answers in the channel for the sample",
            "f4",
            "(H, W)",
        ),
        Entry("worked_kernel", "the weights that read one channel", "f4", "(h, w)"),
        Entry("worked_losses", "the losses of up to 100 samples of the batch", "f8", "(samples,)"),
        Entry("worked_d_map", "its gradient, where there is one", "f4", "(H, W)"),
        Entry("worked_inputs", "the sample as the network sees it", "f8", "(n_0,)"),
        Entry("worked_z", "every unit's sum, layer by layer, output last", "f8", "(U,)"),
        Entry("worked_y", "the same after batch normalisation", "f8", "(U,)"),
        Entry("worked_a", "the same after the activation function", "f8", "(U,)"),
        Entry("worked_passed", "the same after dropout", "f8", "(U,)"),
        Entry("worked_delta", "the derivative of the sample's loss by every z", "f8", "(U or 0,)"),
        Entry("worked_targets", "the targets of the outputs in the loss", "f8", "(n_L,)"),
        Entry("worked_prev", "the inputs of the unit, which its weights multiply", "f8", "(n_prev,)"),
        Entry(
            "worked_above",
            "the weights that lead from the unit to the next layer, and the deltas of their units",
            "f8",
            "(n_next, 2)",
        ),
        Entry(
            "worked_parameters",
            "the unit's parameters from before the step to after it",
            "f8",
            "(K, columns)",
        ),
        Entry(
            "worked_terms",
            "the terms of up to 100 samples in the sums over the batch",
            "f8",
            "(terms, 8)",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        # Who has not asked for it must not be parted from others by when it is due.
        return None if views.of(WorkedExampleView).worked is None else ()

    def of(self, watched: Watched) -> Mapping[str, Any]:
        parameter = watched.views.of(WorkedExampleView).worked
        assert parameter is not None  # No other watcher sees it.
        run, choice = watched.run, Choice(**parameter.model_dump())
        is_of_course = is_told(run.experiment.plan.layers)
        example = worked_example(run, choice) if is_of_course else worked_layer(run, choice)
        if example is None:
            return {"worked": None}
        fields = {name: plain(field) for name, field in example._asdict().items()}
        arrays = {
            name: drawn(array) if name in PICTURES else array.astype(np.float64)
            for name, array in fields.items()
            if isinstance(array, np.ndarray)
        }
        return {
            "worked": {
                "choice": parameter.model_dump(),
                **{name: field for name, field in fields.items() if name not in arrays},
            },
            **{
                f"worked_{name}": array
                for name, array in arrays.items()
                if array.size or name not in PICTURES
            },
        }


def drawn(picture: Array) -> NDArray[np.float32]:
    """A picture in four bytes: a number of double precision that is too large for them is the largest that they
    hold."""
    with np.errstate(over="ignore"):
        return np.nan_to_num(picture.astype(np.float32))


def plain(value: Any) -> Any:
    """A field as the header of a message has it: tuples with names are maps."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(field) for name, field in value._asdict().items()}
    if isinstance(value, dict):
        return {name: plain(field) for name, field in value.items()}
    if isinstance(value, list | tuple):
        return [plain(field) for field in value]
    return value
