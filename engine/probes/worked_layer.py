"""The worked example of any network: a cell of one layer, with all that it is made of and all that flows back.

What the course has no stages for, such as pictures and blocks, is told layer by layer. Layers themselves tell their
working (see `Layer.working`); it is the step that the run takes next, on a copy, as in `worked_example`.
"""

from typing import Any, NamedTuple

import numpy as np

from engine.array import Array
from engine.cohort import Cohort
from engine.layers.layer import Layer
from engine.layers.stages import stages
from engine.layers.working import Record, flat_index, place_at
from engine.network import Network
from engine.probes.own_parameters import Own, kernel_of, own_parameters
from engine.probes.recording import recorded, recorded_both_ways
from engine.probes.told import Told, tell_all
from engine.probes.worked_example import (
    MOST_TERMS,
    AnswerOf,
    Choice,
    Kind,
    answers_of,
    chosen,
    losses_by_step,
    samples_of,
    take_step,
)
from engine.run import Run

MOST_LISTED = 64
"""The most parameters of a unit that are listed, besides the chosen one."""

FOLLOWING = {"normalization", "activation", "dropout", "center"}
"""Roles of layers that make of each number another, and are told with the layer that they read."""


class WorkedLayer(NamedTuple):
    """All numbers of a step for one sample and one cell of one layer; fields are as in `WorkedExample`."""

    step: int
    kind: Kind
    sample: int
    nth: int
    batch: list[int]
    m: int
    layers: list[dict[str, Any]]
    """All that can be chosen: `kinds` (a layer, and those that follow it), `shape_in`, `shape_out`, `number` (l, where
    it belongs to A[l]) and `head` (null: it is no output)."""
    layer: int
    unit: int
    """The index of the cell among all numbers of the layer."""
    place: tuple[int, int, int]
    """Its channel, row and column."""
    parameter: int
    loss: float
    told: list[Told]
    """The layer, and those that follow it."""
    own: list[Own]
    """The unit's parameters: those of the kernel, the bias, and others."""
    heads: list[AnswerOf]
    columns: list[str]
    rates: dict[str, float]
    z: Array
    """The sums of all heads; `a` and `targets` are the same."""
    a: Array
    targets: Array
    losses: Array
    """The losses of the first samples of the batch."""
    listed: list[int]
    """The indices of the parameters that are shown: the first ones, and the chosen one."""
    parameters: Array
    """(K, columns), of the listed ones."""
    kernel: Array
    """(H, W), the weights before the step that read the channel of the chosen one, or the first channel; (0, 0) where
    there are no weights."""
    map: Array
    """(H, W), what the layer answers in the channel for the sample; numbers in a row are one row, (1, n)."""
    d_map: Array
    """Its gradient; (0, 0) where there is none."""


def worked_layer(run: Run, choice: Choice) -> WorkedLayer | None:
    """Work out a run's next step; None: its numbers have become too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = work_out(run, choice)
    numbers = np.array([*found.rates.values(), found.loss, *(each.after for each in found.told)])
    arrays = [numbers, *(field for field in found if isinstance(field, np.ndarray))]
    return found if all(np.isfinite(array).all() for array in arrays) else None


def work_out(run: Run, choice: Choice) -> WorkedLayer:
    """The same, without a check of the numbers."""
    twin = Run(run.experiment, run.dtype)
    twin.restore(run.checkpoint())
    cohort = Cohort([twin])
    batch, nth, kind = chosen(twin, choice)
    X, Y = samples_of(twin, batch, kind)
    network = cohort.network
    columns = {"before": cohort.theta[0].copy()}
    if kind in ("use", "solve"):
        cohort.read_rates()
        record: Record = recorded(network, X[np.newaxis])
    else:
        # This also draws what chance decides, which stays so in all that follows.
        gradient = cohort.descent(X[np.newaxis], Y[np.newaxis])[0].copy()
        record = recorded_both_ways(network, cohort.loss, X[np.newaxis], Y[np.newaxis])
        columns |= {"data": network.gradient[0] / len(batch), "gradient": gradient}
        for frozen in network.frozen:
            columns["data"][frozen] = 0
    groups = groups_of(network, record)
    number = min(choice.layer, len(groups) - 1)
    group = groups[number]
    place = place_at(group[0].told_shape, choice.unit)
    own, belonging = own_parameters(network, group, place[0])
    parameter = min(choice.parameter, max(0, len(belonging) - 1))
    listed = sorted({*range(min(MOST_LISTED, len(belonging))), *([parameter] if len(belonging) else [])})
    told = tell_all(network, group, record, place, nth, belonging[parameter : parameter + 1])
    A, dA = ends_of(group, record, nth)
    Z = sums_of(network, record)
    losses = cohort.loss.value(Z, Y[np.newaxis])[0]
    heads = answers_of(twin, Z[0, :, nth : nth + 1], Y[:, nth : nth + 1])
    answers = [head.loss.output.function(Z[:, head.rows])[0, :, nth] for head in twin.heads]
    rates: dict[str, float] = {}
    if kind != "use":  # From here on, the layers hold the values after the step.
        rates = take_step(cohort, X, Y, columns)
        rates |= losses_by_step(cohort, X, Y, losses, nth)
    return WorkedLayer(
        step=run.step,
        kind=kind,
        sample=int(batch[nth]),
        nth=nth,
        batch=batch[:MOST_TERMS].tolist(),
        m=len(batch),
        layers=[about(network, group) for group in groups],
        layer=number,
        unit=flat_index(group[0].told_shape, *place),
        place=place,
        parameter=parameter,
        loss=float(losses[nth]),
        told=told,
        own=own,
        heads=heads,
        columns=list(columns),
        rates=rates,
        z=Z[0, :, nth],
        a=np.concatenate(answers),
        targets=Y[:, nth],
        losses=losses[:MOST_TERMS],
        listed=listed,
        parameters=np.stack([values[belonging[listed]] for values in columns.values()], axis=-1),
        kernel=kernel_of(own, columns["before"][belonging], parameter),
        map=map_of(group, A, place[0]),
        d_map=np.zeros((0, 0)) if dA is None else map_of(group, dA, place[0]),
    )


def groups_of(network: Network, record: Record) -> list[list[Layer]]:
    """The layers that are told, each with those that follow it and make of each of its numbers another."""
    groups: list[list[Layer]] = []
    for layer in (part for each in network.layers for part in each.told()):
        read = layer.passed(record).before
        if groups and layer.role in FOLLOWING and read is groups[-1][-1].passed(record).after:
            groups[-1].append(layer)
        else:
            groups.append([layer])
    return groups


def about(network: Network, group: list[Layer]) -> dict[str, Any]:
    numbers = {layer: number for number, stage in enumerate(stages(network.layers)) for layer in stage}
    first, last = group[0], group[-1]
    heads: dict[Layer, int] = {network.output: 0}
    heads |= {side: side.head for side in network.sides}
    return {
        "kinds": [layer.description.kind for layer in group],
        "shape_in": first.shape_in,
        "shape_out": first.told_shape,
        "number": numbers.get(first, numbers.get(last)),
        "head": heads.get(first),
    }


def ends_of(group: list[Layer], record: Record, nth: int) -> tuple[Array, Array | None]:
    """The output of a group for the sample, (n,), and its gradient."""
    _, after, d_after, _ = group[-1].passed(record)
    return after[0, :, nth], None if d_after is None else d_after[0, :, nth]


def map_of(group: list[Layer], A: Array, channel: int) -> Array:
    """A channel (H, W) of what a group gives; numbers in a row are one row, and so are the steps of a unit."""
    shape = group[0].told_shape
    if len(shape) == 2:
        return A.reshape(shape)[channel : channel + 1]
    found: Array = A.reshape(shape)[channel] if len(shape) == 3 else A.reshape(1, -1)
    return found


def sums_of(network: Network, record: Record) -> Array:
    """Z of all heads in the recorded pass, (1, n, m)."""
    return np.concatenate([record[network.output].after, *(side.Z for side in network.sides)], axis=1)
