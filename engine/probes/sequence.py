"""A network through time: what its layers hold at each step of one sequence, what it answers, and how much of the loss
of each step arrives at each earlier one."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from engine.array import FLOAT32, Array
from engine.cohort import Cohort
from engine.heads import targets_of
from engine.layers.recurrent import Recurrent
from engine.network import Network
from engine.probes.way_back import answered
from engine.run import Run


class LayerThroughTime(NamedTuple):
    """A recurrent layer at each step."""

    number: int
    """l, of A[l]."""
    kind: str
    phase: str
    """The steps that it goes through: of an encoder `reading`, of a decoder `writing`, else `steps`."""
    truncation: int | None
    """After so many steps its way back is cut; None: it goes back to the first step."""
    states: Array
    """(n, T)"""
    gates: dict[str, Array]
    """By their letters, (n, T) each."""


class ThroughTime(NamedTuple):
    """One sequence."""

    inputs: Array
    """(n, T)"""
    length: int
    """The number of its steps."""
    layers: list[LayerThroughTime]
    outputs: Array
    """(k, T), what is answered after each step; (k, 1) where one answers at the end alone."""
    labels: Array | None
    """(T,) or (1,), -1 where none is asked for; None: they are not known."""
    losses: Array | None
    """(T,) or (1,), of each answer."""
    arriving: Array
    """(T, T): in row t, the norm of the gradient of the loss after step t by the state after each step, cells included,
    as a multiple of that after step t; NaN for later steps, and without a loss. Of the path that was chosen."""
    continued: Array | None
    """(T,): the first half of the sequence, and what the network makes of it by itself; None where it cannot."""


def through_time(
    cohort: Cohort, replica: int, X: Array, labels: Array | None, path: int = 0
) -> ThroughTime | None:
    """A sequence X (n T, 1) with the labels (t, 1), or with none, in a run of the cohort; `path` counts from 0 (see
    `paths`). None: the network has no recurrent layer."""
    run = cohort.runs[replica]
    n, T = run.experiment.data.shape_in
    network = cohort.copied([replica])
    recurrent = [each for each in network.leaves if isinstance(each, Recurrent)]
    if not recurrent:
        return None
    ways = paths(recurrent)
    for leaf in network.leaves:
        leaf.use()
    with np.errstate(over="ignore", invalid="ignore"):
        arriving, Z, Y = losses_apart(network, run, np.repeat(X, T, axis=1), labels, ways[path % len(ways)])
        found = [shown(network, each) for each in recurrent]
        outputs = by_step(run, run.heads[0].loss.output.function(Z)[0, run.heads[0].rows, 0])
        continued = carried_on(cohort, replica, X) if run.experiment.data.continues else None
    length = int(X.reshape(n, T).any(axis=0).sum()) if run.experiment.data.lengths_differ else T
    losses = None if labels is None else losses_of(run, Z, Y)
    return ThroughTime(
        inputs=X.reshape(n, T),
        length=length,
        layers=found,
        outputs=outputs,
        labels=None if labels is None else labels[: max(1, run.experiment.data.answered_steps), 0],
        losses=losses,
        arriving=arriving,
        continued=continued,
    )


def paths(recurrent: Sequence[Recurrent]) -> list[tuple[Recurrent, ...]]:
    """What the gradient goes back through, from the last step to the first: a layer, or a decoder and its encoder."""
    found: list[tuple[Recurrent, ...]] = []
    for layer in recurrent:
        if layer.phase == "writing":
            found[-1] += (layer,)
        else:
            found.append((layer,))
    return found


def by_step(run: Run, A: Array) -> Array:
    """Answers (n_out,) as (k, T), or (k, 1) of one answer."""
    return A.reshape(-1, max(1, run.experiment.data.answered_steps))


def losses_of(run: Run, Z: Array, Y: Array) -> Array:
    """The loss of each answer."""
    head = run.heads[0]
    own, targets = Z[:, head.rows, :1], Y[:, head.rows, :1]
    found: Array = head.loss.at_a_step.value(head.loss.by_step(own), head.loss.by_step(targets))[0]
    return found


def shown(network: Network, layer: Recurrent) -> LayerThroughTime:
    """What a layer held in the latest pass, of its first sample."""
    advances = layer.advances
    states = np.stack([each.after[0, : layer.n, 0] for each in advances], axis=-1)
    of_steps = [layer.shown_gates(each) if each.parts else {} for each in advances]
    letters = dict.fromkeys(letter for gates in of_steps for letter in gates)
    nothing = np.zeros_like(advances[0].after[:, : layer.n])
    gates = {
        letter: np.stack([each.get(letter, nothing)[0, :, 0] for each in of_steps], axis=-1)
        for letter in letters
    }
    number = 1 + network.hidden_layers.index(layer) if layer in network.hidden_layers else 0
    cut = layer.truncation if layer.truncation < layer.T else None
    return LayerThroughTime(number, layer.description.kind, layer.phase, cut, states, gates)


def losses_apart(
    network: Network, run: Run, X: Array, labels: Array | None, path: tuple[Recurrent, ...]
) -> tuple[Array, Array, Array]:
    """The gradient of each step's loss by the states of a path (see `ThroughTime.arriving`), Z and Y: one way back, in
    which the sequence comes once for each step, with the loss of that step alone."""
    T, head = X.shape[1], run.heads[0]
    arriving = np.zeros((T, T))

    def hear(layer: Recurrent, step: int, d_state: Array) -> None:
        if layer.is_there(step, 0):
            exact = d_state[0].astype(float)
            arriving[:, step] = np.sqrt((exact * exact).sum(axis=0))

    Z = network.forward(X[np.newaxis].astype(run.dtype))
    own = np.repeat(answered(run, Z[..., :1]) if labels is None else labels, T, axis=1)
    Y = np.asarray(targets_of(run.heads, run.experiment.sample, X, own), run.dtype)[np.newaxis]
    if network.adding:
        network.take_targets(Y)
    steps = run.experiment.data.answered_steps
    dZ = np.zeros_like(Z)
    gradient = head.loss.gradient(Z[:, head.rows], Y[:, head.rows])
    if steps:
        gradient = gradient.reshape(1, -1, steps, T) * np.eye(T, dtype=run.dtype)
    else:
        gradient[..., :-1] = 0
    dZ[:, head.rows] = gradient.reshape(1, -1, T)
    for layer in path:
        layer.heard = partial(hear, layer)
    network.backward(dZ)
    # The state after the end of a short sequence is that at its end.
    n = run.experiment.data.shape_in[0]
    last = int(X[:, 0].reshape(n, T).any(axis=0).sum()) - 1 if run.experiment.data.lengths_differ else T - 1
    if not steps:
        arriving[last] = arriving[-1]
        arriving[np.arange(T) != last] = 0
    own_norms = np.diagonal(arriving).copy()[:, np.newaxis]
    shares = np.divide(arriving, own_norms, out=np.full((T, T), np.nan), where=own_norms > 0)
    shares[np.triu_indices(T, 1)] = np.nan
    return shares.astype(FLOAT32), Z, Y


def first_answered(run: Run, X: Array) -> int:
    """The first step of a sequence X (n T, 1) whose answer is asked for by its symbol."""
    data = run.experiment.data
    if data.symbols is None or data.begins_answering is None:
        return 0
    found = X.reshape(data.shape_in)[data.symbols.index(data.begins_answering)]
    return int(found.argmax())


def written_on(cohort: Cohort, replica: int, X: Array) -> Array:
    """A sequence of symbols X (n T, 1) with what the network writes behind it: each answer is the next step, up to the
    end or as far as there are steps."""
    network, run = cohort.copied([replica]), cohort.runs[replica]
    data, own = run.experiment.data, X.reshape(run.experiment.data.shape_in).copy()
    T = own.shape[1]
    for step in range(first_answered(run, X), T - 1):
        Z = network.predict(own.reshape(1, -1, 1).astype(run.dtype))[0, run.heads[0].rows, 0]
        code = data.as_input(int(by_step(run, Z)[:, step].argmax()))
        if code is None:
            break
        own[code - 1, step + 1] = 1
    return own.reshape(X.shape)


def carried_on(cohort: Cohort, replica: int, X: Array) -> Array:
    """A sequence of numbers (T, 1) of which the second half is what the network answers, step by step."""
    network = cohort.copied([replica])
    run, T = cohort.runs[replica], len(X)
    own = X.copy()
    for step in range(T // 2, T):
        Z = network.predict(own[np.newaxis].astype(run.dtype))
        own[step] = run.heads[0].loss.output.function(Z)[0, step - 1, 0]
    return own[:, 0]
