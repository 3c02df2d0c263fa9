"""The units of a layer: each number of a row, or each channel of a picture."""

from engine.array import Array
from engine.layers.layer import Form, Shown


def over_units(A: Array, shape: Form) -> Array:
    """The activations (R, n, m) of layers of that shape, as (R, units, places, m): a row's units have one place
    each."""
    return A.reshape(len(A), shape[0], -1, A.shape[-1])


def answers_of(layer: Shown, most: int) -> Array:
    """The activations of the first units in the latest pass, (R, units, m); for a channel, its mean over the
    picture."""
    A = over_units(layer.A, layer.shape_out)[:, :most]
    answers: Array = A[:, :, 0] if A.shape[2] == 1 else A.mean(axis=2)
    return answers
