"""The memory of a run, computed from its experiment before the run starts or changes.

Memory in use between two steps belongs to the run. Memory for a step or an evaluation is used by one run of a host at
a time. Both are in bytes, a little above the measured values.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import prod
from typing import NamedTuple

from app.trainer.run_document import MOST_STORED
from engine.experiment import Experiment
from engine.history import CAPACITY
from engine.layers.laid_out import cached, laid_out, samples_at_once
from engine.layers.layer import size
from engine.layers.stages import leaves
from engine.timeline import MOST_BYTES, MOST_REGULAR
from engine.timeline import OBJECT_BYTES as KEYFRAME_BYTES

BASE_BYTES = 300_000
"""Bytes of the smallest run: its histories, its description, its entries in the host."""
OBJECT_BYTES = 20_000
"""Bytes of the rest of a checkpoint: description, generators, counters."""
BYTES_A_POINT = 30
"""Bytes of a visitor's own point, or of a given weight, in the document."""
LAYERS_AT_ONCE = 3
"""Z, A and dZ of every layer are allocated at the same time."""


class Memory(NamedTuple):
    """Bytes of a run in its host, and of its checkpoint on the disk."""

    resident: int
    """Bytes while the run is awake."""
    working: int
    """Further bytes during a step or an evaluation."""
    kept: int
    """The largest size of its checkpoint."""

    def or_more(self, other: "Memory") -> "Memory":
        """Enough memory for either of two experiments."""
        return Memory(*map(max, self, other))


@lru_cache(maxsize=16)
def memory_of(experiment: Experiment) -> Memory:
    """The memory of a run of this experiment."""
    data, shapes = experiment.data, experiment.plan.shapes
    units = sum(prod(shape) for shape in shapes)
    layers = leaves(experiment.plan.layers)
    parameters = sum(size(layer.parameters) + size(layer.statistics) for layer in layers)
    parameters += 4 * sum(experiment.plan.units)
    state = 1 + experiment.method.n_slots
    best = 1 if experiment.training.patience else 0
    samples = data.n_train + data.n_validation + data.n_test
    n_out = sum(0 if head.targets.are_inputs else head.units for head in experiment.heads)
    targets = samples * (data.n_held + n_out + 4)  # the labels and the order of the samples included
    # The gradient, the state before the latest steps, and the checkpoint that the server holds; and the initial
    # parameters of layers from a saved network, if there are any.
    resident = parameters * (3 * state + 2 * best + 1 + 1) + targets
    examined = sum(
        part if data.examined is None else min(part, data.examined)
        for part in (data.n_train, data.n_validation, data.n_test)
    )
    # A layer of the course is a stack of up to five; a list may have any number of them, one above the other.
    plan = experiment.plan
    numbers = max(LAYERS_AT_ONCE * units, laid_out(plan.layers) - 2 * units, cached(plan.layers))
    at_once = samples_at_once(experiment.plan.layers)
    if at_once is None:
        working = numbers * max(experiment.batch_size, examined)
    else:  # The layers hold the last batch until the next pass.
        resident += numbers * min(at_once, examined)
        working = numbers * experiment.batch_size
    rows = 2 * CAPACITY * (2 + 3)
    kept = parameters * (state + best + 1) + rows
    number = experiment.dtype.itemsize
    keyframe = KEYFRAME_BYTES + number * parameters * (state + best)
    # While a run stands at a moment of its past, the state of the present is kept beside it.
    resident += parameters * (state + best) + rows
    table = data.own_table
    # The table of the run holds at least the columns up to the last one that it names, in double precision.
    lent = 0 if table is None else 2 * table.rows * (max(table.columns) + 1)
    given = sum(each.count for each in experiment.network.weights or () if each is not None)
    return Memory(
        BASE_BYTES + number * (resident + rows + lent) + min(MOST_REGULAR * keyframe, MOST_BYTES),
        number * working,
        2 * (OBJECT_BYTES + number * kept + BYTES_A_POINT * (data.n_own + given)) + MOST_STORED,
    )


def together(memories: Iterable[Memory]) -> Memory:
    """The memory of runs that are hosted and stored as one: one of them works at a time."""
    memories = tuple(memories)
    return Memory(
        sum(each.resident for each in memories),
        max(each.working for each in memories),
        sum(each.kept for each in memories),
    )


def in_all(memories: Iterable[Memory]) -> int:
    """The most memory that runs take together: one of them works at a time."""
    memories = tuple(memories)
    return sum(each.resident for each in memories) + max((each.working for each in memories), default=0)


def megabytes(size: float) -> float:
    """Megabytes, rounded for people."""
    return round(size / 1e6, 1)
