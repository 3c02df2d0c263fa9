"""An outline: what each layer of a network gives, learns and costs, found without training it."""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

from engine.layers.building import built
from engine.layers.dense import DenseDescription
from engine.layers.description import Around, Description
from engine.layers.layer import Form, Layer
from engine.layers.stages import leaves


class OutlinedLayer(NamedTuple):
    """A layer that computes."""

    number: int
    """The index of the list's layer that it is, or that holds it, from 0."""
    kind: str
    shape: Form
    """The shape of its output for one sample."""
    parameters: int
    """The number of its parameters."""
    multiplications: int
    """The multiplications of its matrices, for one sample."""


def outline(layers: Sequence[Description], shape_in: Form, n_classes: int) -> list[OutlinedLayer]:
    """The rows of a network of these layers with an output for each class. Fault: a layer does not fit."""
    output = DenseDescription.model_construct(units=n_classes)
    around = Around("he", bias=0, bias_spread=0, n_out=n_classes)
    return outline_of(built([*layers, output], shape_in, around))


def outline_of(layers: Sequence[Layer]) -> list[OutlinedLayer]:
    """The rows of layers that were built already. A side output has the number of the layer that it reads."""
    found, number = [], -1
    for layer in layers:
        number += not layer.is_head
        found += [row_of(number, leaf) for leaf in leaves([layer])]
    return found


def row_of(number: int, layer: Layer) -> OutlinedLayer:
    learned = sum(prod(parameter.shape) for parameter in layer.parameters if parameter.is_trainable)
    return OutlinedLayer(number, layer.description.kind, layer.shape_out, learned, layer.multiplications)
