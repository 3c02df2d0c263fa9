"""The working of a recurrent layer at one time step: its sums, its gates and its state, and what flows back from the
step after it and on to the step before it."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.array import Array
from engine.layers.working import Cell, Passed, Record, Sum, Working, sum_of

if TYPE_CHECKING:
    from engine.layers.recurrent import Advance, Recurrent


class WayBack(NamedTuple):
    """The gradients at all steps."""

    states: list[Array]
    """Of the state after each step, (R, n_states n, m)."""
    S: Array
    """Of the sums W x + b, (R, G n, T, m)."""
    P: Array
    """Of the products U h, of the same shape."""


def way_back(layer: "Recurrent", advances: "list[Advance]", dA: Array) -> WayBack:
    """The way back through the steps from the gradient dA of what the layer gave."""
    states: list[Array] = []
    layer.advances = advances
    layer.heard = lambda step, d_state: states.append(d_state.copy())
    dS, dP = layer.back_through_time(dA)
    layer.heard = None
    return WayBack(states[::-1], dS, dP)


def passed(layer: "Recurrent", record: Record) -> Passed:
    """The states after all steps as the output, whatever of them the layer gives, and their gradients: what comes from
    above and what comes from the next step."""
    came = record[layer]
    advances = layer.unrolled(came.before)
    d_after = None
    if came.d_after is not None:
        d_after = joined([each[:, : layer.n] for each in way_back(layer, advances, came.d_after).states])
    return Passed(
        came.before, joined([each.after[:, : layer.n] for each in advances]), d_after, came.d_before
    )


def joined(by_step: list[Array]) -> Array:
    """(R, n, m) of each step as (R, n T, m)."""
    found = np.stack(by_step, axis=2)
    return found.reshape(len(found), -1, found.shape[-1])


def working(layer: "Recurrent", cell: Cell) -> Working:
    """The unit at the step that the cell stands for.

    Numbers: `T`; where the step is there, each gate by its letter, its bias `b_`, the gradient `d_` of its sum; of the
    state `before`, of an LSTM's cell `cell_before` and `bent` = tanh c, and of a GRU `c` and `q` = U h + c. On the way
    back `above` is what comes from the layers that read the state, `kept_later` and `kept` what passes from the next
    step, and on to the step before, beside the weights. Sums: `x_` and `h_` of each gate, `later` and `earlier` through
    U, and those of the chosen parameter.
    """
    n, i, t, nth = layer.n, cell.unit, cell.column, cell.nth
    came = cell.record[layer]
    advances = layer.unrolled(came.before)
    numbers = {"T": float(layer.T)}
    if not layer.is_there(t, nth):
        return Working(numbers | {"ended": 1.0}, {}, {})
    X = cell.before.reshape(layer.n_in, layer.T, -1)
    sums = {}
    for row, gate in rows_of(layer, i):
        numbers[f"b_{gate}"] = float(layer.b[0, row, 0])
        sums[f"x_{gate}"] = sum_of(layer.W[0, row], X[:, t, nth])
        sums[f"h_{gate}"] = sum_of(layer.U[0, row], advances[t].before[0, :n, nth])
    of_step = {**layer.shown_gates(advances[t]), **layer.between(advances[t])}
    numbers |= {name: float(array[0, i, nth]) for name, array in of_step.items()}
    numbers["before"] = float(advances[t].before[0, i, nth])
    if layer.n_states > 1:
        numbers["cell_before"] = float(advances[t].before[0, n + i, nth])
    if came.d_after is None:
        return Working(numbers, sums, {})
    back = way_back(layer, advances, came.d_after)
    dS, dP = back.S[0], back.P[0]
    for row, gate in rows_of(layer, i):
        numbers[f"d_{gate}"] = float(dS[row, t, nth])
    above = came.d_after[0].reshape(n, -1, X.shape[-1])[i, :, nth]
    numbers["above"] = float(above[t] if layer.returns_all else above[0] * (t == layer.T - 1))
    if layer.n_states > 1:
        numbers["dc_later"] = float(back.states[t][0, n + i, nth])
    if t + 1 < layer.T and not (layer.is_cut(t + 1) and layer.is_there(t + 1, nth)):
        sums["later"] = sum_of(layer.U[0, :, i], dP[:, t + 1, nth])
        numbers["kept_later"] = float(kept(layer, advances, back, t + 1, nth)[i])
        numbers["next_ended"] = float(not layer.is_there(t + 1, nth))
    if not layer.is_cut(t):
        sums["earlier"] = sum_of(layer.U[0, :, i], dP[:, t, nth])
        passed_on = kept(layer, advances, back, t, nth)
        numbers["kept"] = float(passed_on[i])
        if layer.n_states > 1:
            numbers["dc_before"] = float(passed_on[n + i])
    sums |= of_parameter(layer, cell, X, np.stack([each.before[0, :n] for each in advances], axis=1), dS, dP)
    j = cell.weight % layer.n_in if cell.letter == "W" else 0
    sums["back"] = sum_of(layer.W[0, :, j], dS[:, t, nth])
    return Working(numbers, sums, {"read": (j, 0, t)})


def rows_of(layer: "Recurrent", unit: int) -> list[tuple[int, str]]:
    """The rows of W, U and b that belong to a unit, each with the letter of its gate; the only one is z."""
    return [(gate * layer.n + unit, letter) for gate, letter in enumerate(layer.gate_names or ("z",))]


def kept(layer: "Recurrent", advances: "list[Advance]", back: WayBack, t: int, nth: int) -> Array:
    """The gradient of a sample that flows from the state after step t to the state before it without U, (n_states n,);
    all of it where there is no such step."""
    if not layer.is_there(t, nth):
        found: Array = back.states[t][0, :, nth]
        return found
    *_, flowing = layer.retreat(advances[t], back.states[t])
    found = flowing[0, :, nth]
    return found


def of_parameter(layer: "Recurrent", cell: Cell, X: Array, H: Array, dS: Array, dP: Array) -> dict[str, Sum]:
    """The gradient of the chosen parameter: of this sample the terms of all steps, and of each sample its share."""
    widths = {"W": layer.n_in, "U": layer.n, "b": 1, "c": 1}
    if cell.letter not in widths:
        return {}
    gate, number = divmod(cell.weight, widths[cell.letter])
    row = (layer.gates - 1 if cell.letter == "c" else gate) * layer.n + cell.unit
    errors = (dS if cell.letter in "Wb" else dP)[row]
    read = {"W": X, "U": H}.get(cell.letter)
    shares = errors if read is None else errors * read[number]
    factors = [errors[:, cell.nth]] if read is None else [errors[:, cell.nth], read[number, :, cell.nth]]
    return {"gradient": sum_of(*factors), "samples": sum_of(shares.sum(axis=0))}
