"""Circumstances: what of an experiment a layer, a loss or a method of learning may not go together with."""

from typing import NamedTuple


class Circumstances(NamedTuple):
    batch_size: int
    """The requested batch size."""
    loss: str
    descends: bool
    """Whether the network learns step by step along a gradient, as under all optimisers but not under a solver."""
    regularization: str = "none"
    n_train: int = 0
    n_last: int = 0
    """The number of units, or features, that the output reads."""
    n_layers: int = 0
    """The output included."""
    n_heads: int = 1
    output: str | None = None
    """The chosen output function; None: the loss's own."""
    is_gradual: bool = False
    """Whether any layer learns over many steps, even where nothing is learned along a gradient."""
    writes: bool = False
    """Whether a sample is a text and an answer that is written symbol by symbol."""
