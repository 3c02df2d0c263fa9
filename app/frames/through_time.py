"""Through time: what a network of recurrent layers holds and answers at each step of one sequence."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import Field

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.refusal import refusal_of
from app.frames.views import LookView, Views
from engine.array import Array
from engine.cohort import Cohort
from engine.data import Data
from engine.data.symbols import Symbols
from engine.fault import Fault
from engine.probes.samples import sample_inputs
from engine.probes.sequence import (
    LayerThroughTime,
    ThroughTime,
    first_answered,
    through_time,
    written_on,
)
from engine.shape import Shape

MOST_TYPED = 200
"""Characters that a typed sequence may have, blanks included, before anything reads it."""


class ThroughTimeView(LookView):
    through_time: bool = False
    """Whether to send what happens at each step, for `views.typed`, `views.sequence` or the first sample."""
    typed: str | None = Field(default=None, max_length=MOST_TYPED)
    """A sequence of one's own, of the data set's symbols."""
    sequence: int = Field(default=0, ge=0, lt=100_000)
    """The number of a sample."""
    through: int = Field(default=0, ge=0, le=128)
    """The recurrent layer, from 0, whose gradient is sent; an encoder and its decoder count as one."""


class NetworkThroughTime(Look):
    """It takes a pass of the sequence forward and one back, with the loss of each step by itself."""

    view = ThroughTimeView
    seconds = 0.18
    when = "if `views.through_time`, of sequences"
    entries = (
        Entry(
            "through_time",
            "`sample`, or null of a typed sequence, and the number of `samples`; its `length`, its `symbols`, or null "
            "of numbers; the `first` step that is answered, and what is `written` from there on, or null; `layers`: "
            "the `number`, `kind`, `phase`, "
            "`truncation` (null: none), `units` and `gates` of each; and where it cannot be read a `refusal` of `text` "
            "and `values`; null: the network has no recurrent layer",
        ),
        Entry("time_inputs", "the numbers of each step", "f4", "(n, T)"),
        Entry("time_states", "the units' states after each step, layer by layer", "f4", "(units, T)"),
        Entry("time_gates", "the same of each gate, layer by layer and gate by gate", "f4", "(gates, T)"),
        Entry("time_outputs", "the answer after each step, or the only one", "f4", "(k, T)"),
        Entry("time_labels", "what is right, or -1", "f4", "(T,)", "of a sample"),
        Entry("time_losses", "the loss of each answer", "f4", "(T,)", "of a sample"),
        Entry(
            "time_arriving",
            "in row t, the gradient of the loss after step t by the state after each step, as a multiple of that after "
            "step t; NaN where there is none",
            "f4",
            "(T, T)",
        ),
        Entry(
            "time_continued",
            "the first half of the sequence, and what the network makes of it by itself",
            "f4",
            "(T,)",
            "of a wave",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        if len(shape.shapes[0]) != 2 or not views.of(ThroughTimeView).through_time:
            return None
        return ()

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.found: dict[Hashable, Mapping[str, Any]] = {}
        for each in watched:
            key = key_of(each)
            if key not in self.found:
                self.found[key] = read(cohort, each)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        return self.found[key_of(watched)]


def key_of(watched: Watched) -> Hashable:
    view = watched.views.of(ThroughTimeView)
    return watched.replica, view.typed, view.sequence, view.through


def read(cohort: Cohort, watched: Watched) -> Mapping[str, Any]:
    """The entries for one watcher."""
    view, run = watched.views.of(ThroughTimeView), watched.run
    data, labels, sample = run.experiment.data, None, None
    if view.typed is not None:
        try:
            X = Symbols(data.read(view.typed), data.shape_in[0], run.dtype).take(slice(None))
            if data.begins_answering is not None:
                X = written_on(cohort, watched.replica, X)
        except Fault as fault:
            return {"through_time": {"refusal": refusal_of(fault)}}
    else:
        sample = min(view.sequence, data.n_samples - 1)
        X = sample_inputs(data, sample, run.dtype)
        labels = run.dataset.labels[:, sample : sample + 1]
    found = through_time(cohort, watched.replica, X, labels, view.through)
    if found is None:
        return {"through_time": None}
    symbols = None
    if data.symbols is not None:
        symbols = [data.symbols[code] for code in found.inputs[:, : found.length].argmax(axis=0)]
    first = first_answered(run, X)
    about = {
        "sample": sample,
        "samples": data.n_samples,
        "first": first,
        "written": None if data.begins_answering is None else written(data, found.outputs[:, first:]),
        "length": found.length,
        "symbols": symbols,
        "layers": [about_layer(layer) for layer in found.layers],
    }
    return {"through_time": about, **arrays_of(found)}


def written(data: Data, outputs: Array) -> str:
    """What the answers (k, T) say, up to the end."""
    text = ""
    for answer in outputs.argmax(axis=0):
        code = data.as_input(int(answer))
        if code is None or data.symbols is None:
            break
        text += data.symbols[code - 1]
    return text


def about_layer(layer: LayerThroughTime) -> dict[str, Any]:
    return {
        "number": layer.number,
        "kind": layer.kind,
        "phase": layer.phase,
        "truncation": layer.truncation,
        "units": len(layer.states),
        "gates": [*layer.gates],
    }


def arrays_of(found: ThroughTime) -> dict[str, Any]:
    """The arrays that there are, as they are sent."""
    T = found.inputs.shape[1]
    gates = [gate for layer in found.layers for gate in layer.gates.values()]
    arrays = {
        "inputs": found.inputs,
        "states": np.concatenate([layer.states for layer in found.layers]),
        "gates": np.concatenate(gates) if gates else np.zeros((0, T)),
        "outputs": found.outputs,
        "labels": found.labels,
        "losses": found.losses,
        "continued": found.continued,
    }
    sent = {
        f"time_{name}": np.nan_to_num(array).astype(np.float32)
        for name, array in arrays.items()
        if array is not None
    }
    return {**sent, "time_arriving": found.arriving}
