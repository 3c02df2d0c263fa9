"""Where tests find the parameters of a stack of dense layers."""

import itertools
from collections.abc import Sequence

from engine.array import Array
from engine.layers import Dense
from engine.layers.layer import size, views


def layer_views(theta: Array, sizes: Sequence[int]) -> list[tuple[Array, Array]]:
    """W[l] (.., n_out, n_in) and b[l] (.., n_out, 1) of every dense layer, as views into theta (.., P)."""
    found, start = [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        parameters = Dense(n_in, n_out).parameters
        end = start + size(parameters)
        by_name = views(parameters, theta[..., start:end])
        found.append((by_name["W"], by_name["b"]))
        start = end
    return found
