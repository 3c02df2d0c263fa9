"""A transplant carries the parameters that still fit from one network shape to another."""

from collections.abc import Sequence

from engine.array import Array
from engine.network import layer_views


def transplant(
    old: Array, old_sizes: Sequence[int], fresh: Array, sizes: Sequence[int], old_inputs: Sequence[int | None]
) -> Array:
    """Fresh parameters (P,), with every old one put back that still has its place.

    A unit keeps its place when its layer and its number do. The output layer is kept only where the depth is
    the same, since it would otherwise read units that it was never trained on. `old_inputs` gives, for each new
    input, the old input that shows the same feature, or None.
    """
    theta = fresh.copy()
    olds, news = layer_views(old, old_sizes), layer_views(theta, sizes)
    depth = len(news) if len(news) == len(olds) else min(len(news), len(olds)) - 1
    for index in range(depth):
        (W_old, b_old), (W, b) = olds[index], news[index]
        n_out = min(len(W), len(W_old))
        columns = old_inputs if index == 0 else range(W.shape[1])
        for column, old_column in enumerate(columns):
            if old_column is not None and old_column < W_old.shape[1]:
                W[:n_out, column] = W_old[:n_out, old_column]
        b[:n_out] = b_old[:n_out]
    return theta
