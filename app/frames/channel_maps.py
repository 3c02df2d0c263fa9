"""Channel maps, often called feature maps: the activations of the channels for one sample."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.prediction import ViewedInput, in_parts, predictions, shown_for, viewed_input
from app.frames.views import LookView, Views
from engine.array import Array
from engine.cohort import Cohort
from engine.probes.channel_maps import channel_maps, gradient_maps, map_shapes
from engine.run import Run
from engine.shape import Shape


class ChannelMapsView(LookView):
    channel_maps: bool = False
    """Whether to send the channel maps of a sample: of `views.drawing` or `views.sample`, or else of the first one."""
    gradients: bool = False
    """Whether these maps have the derivative of the sample's loss by every cell instead, dL/dA; for a drawing of the
    loss that it would have if the prediction were right."""


def are_seen(shape: Shape, views: Views) -> bool:
    """Whether a watcher of runs of this shape sees channel maps."""
    has_pictures = shape.picture is not None and any(len(each) == 3 for each in shape.shapes[1:-1])
    return has_pictures and views.of(ChannelMapsView).channel_maps


class ChannelMaps(Look):
    """Its pictures are of one sample; those of `Maps`, of which a watcher of these has the output and the focused unit
    only, have a cell for each of many."""

    view = ChannelMapsView
    when = "if `views.channel_maps`, of a network with hidden layers of pictures"
    entries = (
        Entry(
            "channel_shapes",
            "for each hidden layer (channels, height, width) of its maps, of the first 16 channels and with up to 32 "
            "pixels along a side, fewer in a deep network; a unit of a row has one pixel",
        ),
        Entry(
            "channel_maps",
            "the maps, layer by layer, channel by channel and row by row, row 0 the lowest: answers, or with "
            "`views.gradients` the derivatives of the loss by them",
            "i1",
            "(cells,)",
        ),
        Entry(
            "channel_ranges",
            "the values that -127 and 127 stand for in each layer",
            "f4",
            "(layers, 2)",
        ),
        Entry(
            "channel_sample",
            "the first sample, where no other is requested; row 0 at the top",
            "u1",
            "(height, width[, 3])",
            "without `views.drawing` and `views.sample`",
        ),
        Entry(
            "channel_outputs",
            "the prediction for that sample: every output",
            "f4",
            "(k,)",
            "without `views.drawing` and `views.sample`",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return views.of(ChannelMapsView).gradients if are_seen(shape, views) else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.shapes = map_shapes([layer.shape_out for layer in cohort.network.hidden_layers])
        self.found: dict[ViewedInput, dict[str, Any]] = {}
        shown = {}
        for viewed in dict.fromkeys(viewed_or_first(each) for each in watched):
            read = shown_for(cohort.runs[viewed.replica], viewed)
            if read is not None:
                shown[viewed], _ = read
                is_first = viewed.drawing is None and viewed.sample is None
                self.found[viewed] = of_first(cohort, viewed) if is_first else {}
        if watched[0].views.of(ChannelMapsView).gradients:
            for viewed, X in shown.items():
                labels = labels_of(cohort.runs[viewed.replica], viewed)
                [levels], [ranges] = gradient_maps(cohort, viewed.replica, X, labels)
                self.found[viewed] |= {"channel_maps": levels, "channel_ranges": ranges}
            return
        for some, replicas, X in in_parts(cohort, shown):
            maps = channel_maps(cohort, replicas, X)
            for viewed, levels, ranges in zip(some, *maps, strict=True):
                self.found[viewed] |= {"channel_maps": levels, "channel_ranges": ranges}

    def of(self, watched: Watched) -> Mapping[str, Any]:
        return {"channel_shapes": self.shapes, **self.found.get(viewed_or_first(watched), {})}


def viewed_or_first(watched: Watched) -> ViewedInput:
    """The drawing or the sample that a watcher views; without either, the first sample."""
    return viewed_input(watched) or ViewedInput(watched.replica, None, None)


def of_first(cohort: Cohort, viewed: ViewedInput) -> dict[str, Any]:
    """The picture of the first sample, and the prediction for it: what is drawn together is of one sample."""
    found = predictions(cohort, [viewed])[viewed]
    return {"channel_sample": found["drawn"], "channel_outputs": found["drawn_outputs"]}


def labels_of(run: Run, viewed: ViewedInput) -> Array | None:
    """The labels (t, 1) of a sample; None: it is a drawing."""
    if viewed.drawing is not None:
        return None
    sample = viewed.sample or 0
    labels: Array = run.dataset.labels[:, sample : sample + 1]
    return labels
