"""Maps: the activation of every unit over the plane, or for each sample in a square of cells."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from app.frames.channel_maps import are_seen
from app.frames.focus import focused_unit
from app.frames.look import Entry, Look, Sight, Watched
from app.frames.samples import SamplesView
from app.frames.views import Views
from engine.cohort import Cohort
from engine.probes.boundary import boundary, mapped_outputs, quantized, thinned, unit_ranges
from engine.probes.mistakes import mistaken
from engine.shape import Shape

WITH_OUTPUTS = "with k outputs"
WITHOUT_CHANNELS = "without channel maps"


class Maps(Look):
    """For samples without a plane, each cell of a map stands for one sample (see `app.frames.samples`);
    res and small are both the side of the square."""

    when = "not along a line"
    is_of_sets = True
    entries = (
        Entry(
            "output",
            "the output over the plane; row 0 is the lowest x2. Of several outputs, the largest value (of answers at "
            "each step, the largest mean of a class over all steps), or of several numbers the first",
            "i1",
            "(res, res)",
        ),
        Entry(
            "units",
            "the first 16 units of each hidden layer, layer by layer",
            "i1",
            "(U, small, small)",
            WITHOUT_CHANNELS,
        ),
        Entry(
            "ranges",
            "the values that -127 and 127 stand for: each unit, each of several outputs, then `output`; with channel "
            "maps, of `output` alone",
            "f4",
            "(U+1, 2)",
        ),
        Entry(
            "outputs",
            "the first 20 outputs over the plane",
            "i1",
            "(k, small, small)",
            f"{WITH_OUTPUTS}, {WITHOUT_CHANNELS}",
        ),
        Entry(
            "winner",
            "the output with the largest value, or the class with the largest mean over all steps: the predicted class",
            "u1",
            "(res, res)",
            "with k outputs, not for a regression",
        ),
        Entry("focus", "the unit named in `views.focus`, large", "i1", "(res, res)", "if `views.focus`"),
        Entry(
            "focus_range", "the values that -127 and 127 stand for in it", "f4", "(2,)", "if `views.focus`"
        ),
        Entry(
            "wrong",
            "1: the sample in that cell is misclassified",
            "u1",
            "(res, res)",
            "without a plane, not for a regression",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        if shape.view == "line":
            return None
        if shape.view != "samples":
            return ()
        return views.of(SamplesView).test, are_seen(shape, views)

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        test = watched[0].views.of(SamplesView).test
        self.is_small = are_seen(cohort.shape, watched[0].views)
        self.known = ranges = unit_ranges(cohort)
        n_out = mapped_outputs(cohort.shape)
        self.n_hidden = len(ranges) - n_out
        several = n_out > 1
        self.layers = boundary(cohort, sight.resolution, test=test)
        depth = len(cohort.network.hidden_layers)
        hidden, outputs, answers = self.layers[:depth], self.layers[depth], self.layers[-1]
        # A single output is sent large; several outputs are sent small, and their maximum large.
        shown = (
            [maps[:, :0] for maps in (*hidden, outputs)]
            if self.is_small
            else [*hidden, outputs[:, : n_out * several]]
        )
        is_of_samples = cohort.shape.view == "samples"
        stride = 1 if is_of_samples else sight.stride
        small = np.concatenate([thinned(maps, stride) for maps in shown], axis=1)
        self.units = quantized(small, ranges[: small.shape[1]])
        tells_classes = answers.shape[1] > 1 and cohort.shape.problem == "classification"
        large = answers.max(axis=1, keepdims=True) if tells_classes else answers[:, :1]
        self.output = quantized(large, ranges[-1:])
        self.ranges = np.concatenate([self.units.ranges, self.output.ranges], axis=1)
        self.winner = answers.argmax(axis=1).astype(np.uint8) if tells_classes else None
        self.wrong = mistaken(cohort, outputs, test=test) if is_of_samples else None

    def of(self, watched: Watched) -> Mapping[str, Any]:
        replica = watched.replica
        found = {
            "output": self.output.values[replica, 0],
            "ranges": self.ranges[replica],
        }
        if not self.is_small:
            found["units"] = self.units.values[replica, : self.n_hidden]
        if self.units.values.shape[1] > self.n_hidden:
            found["outputs"] = self.units.values[replica, self.n_hidden :]
        if self.winner is not None:
            found["winner"] = self.winner[replica]
        if (unit := focused_unit(watched)) is not None:
            units = [each for maps in self.layers for each in maps[replica]]
            focus = quantized(units[unit][np.newaxis], [self.bounds(replica, unit)])
            found |= {"focus": focus.values[0], "focus_range": focus.ranges[0]}
        if self.wrong is not None:
            found["wrong"] = self.wrong[replica]
        return found

    def bounds(self, replica: int, unit: int) -> tuple[float, float] | None:
        """The range of a unit's small map, where it has one, so that the large one looks the same."""
        if self.is_small:
            return self.known[unit]
        low, high = self.units.ranges[replica, unit]
        return float(low), float(high)
