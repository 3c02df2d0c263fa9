"""Memory: what a run takes of it, reckoned from its experiment before it is started or changed.

What lies there between two steps belongs to the run; what is laid out for a step or an evaluation is needed by one
run of a host at a time. Both are bytes, a little more than is measured.
"""

from collections.abc import Iterable
from math import prod
from typing import NamedTuple

from engine.experiment import Experiment
from engine.history import CAPACITY
from engine.layers.laid_out import laid_out, samples_at_once
from engine.layers.layer import size
from engine.layers.stages import leaves

NUMBER = 4
"""Bytes of a float32."""
BASE_BYTES = 300_000
"""What the smallest run takes: its histories, its description, its place among the others."""
OBJECT_BYTES = 20_000
"""What else is kept of a run: its description, its generators, its counters."""
BYTES_A_POINT = 30
"""Of a person's own point, or the like, written down."""
LAYERS_AT_ONCE = 3
"""Of every layer, Z, A and dZ are laid out at the same time."""


class Memory(NamedTuple):
    """Bytes of a run in its host, and of its checkpoint on the disk."""

    resident: int
    """For as long as the run is awake."""
    working: int
    """While it takes a step or is evaluated."""
    kept: int
    """The most that its checkpoint may come to."""

    def or_more(self, other: "Memory") -> "Memory":
        """What is enough for either of two experiments."""
        return Memory(*map(max, self, other))


def memory_of(experiment: Experiment) -> Memory:
    """What a run of this experiment takes."""
    data, shapes = experiment.data, experiment.plan.shapes
    units = sum(prod(shape) for shape in shapes)
    layers = leaves(experiment.plan.layers)
    parameters = sum(size(layer.parameters) + size(layer.statistics) for layer in layers)
    parameters += 4 * sum(experiment.plan.units)
    state = 1 + experiment.method.n_slots
    best = 1 if experiment.training.patience else 0
    samples = data.n_train + data.n_validation + data.n_test
    n_out = sum(0 if head.targets.are_inputs else head.units for head in experiment.heads)
    targets = samples * (data.n_held + n_out + 4)  # the labels and the order of the samples, too
    # The gradient, the state before the latest steps, and the checkpoint that the server holds. What layers of a saved
    # network it began with, if it did, is kept, too.
    resident = parameters * (3 * state + 2 * best + 1 + 1) + targets
    examined = sum(
        part if data.examined is None else min(part, data.examined)
        for part in (data.n_train, data.n_validation, data.n_test)
    )
    # A layer of the course is a stack of up to five; a list may have any number of them, one above the other.
    numbers = max(LAYERS_AT_ONCE * units, laid_out(experiment.plan.layers) - 2 * units)
    at_once = samples_at_once(experiment.plan.layers)
    if at_once is None:
        working = numbers * max(experiment.batch_size, examined)
    else:  # What was shown last lies in the layers until the next pass.
        resident += numbers * min(at_once, examined)
        working = numbers * experiment.batch_size
    rows = 2 * CAPACITY * (2 + 3)
    kept = parameters * (state + best + 1) + rows
    table = data.own_table
    # The file that it was lent: at least the columns up to the last one that it names, in double precision.
    lent = 0 if table is None else 2 * table.rows * (max(table.columns) + 1)
    given = sum(each.count for each in experiment.network.weights or () if each is not None)
    return Memory(
        BASE_BYTES + NUMBER * (resident + rows + lent),
        NUMBER * working,
        OBJECT_BYTES + NUMBER * kept + BYTES_A_POINT * (data.n_own + given),
    )


def in_all(memories: Iterable[Memory]) -> int:
    """What runs take together at most: one of them works at a time."""
    memories = tuple(memories)
    return sum(each.resident for each in memories) + max((each.working for each in memories), default=0)


def megabytes(size: float) -> float:
    """For people."""
    return round(size / 1e6, 1)
