"""Building: the layers that compute, made from their descriptions."""

from collections.abc import Sequence

from engine.fault import Fault
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer


def shape_after(layers: Sequence[Description], shape: Form, field: str = "layers") -> Form:
    """The shape of what goes out of layers in a row. Fault: one does not fit; `where` counts from 0 in the `field`."""
    for number, layer in enumerate(layers):
        try:
            shape = layer.shape_out(shape)
        except Fault as fault:
            fault.where = f"{field}.{number}" + (f".{fault.where}" if fault.where else "")
            raise
    return shape


def built(layers: Sequence[Description], shape: Form, around: Around) -> list[Layer]:
    """The layers that compute, in a row, for samples of that shape."""
    found = []
    for described, following in zip(layers, [*layers[1:], None], strict=False):
        layer = described.layer(shape, around._replace(following=following))
        layer.description, layer.rates = described, described.rates
        layer.shape_in, layer.shape_out = shape, described.shape_out(shape)
        for leaf in layer.leaves():
            leaf.is_frozen = leaf.is_frozen or described.frozen
        found.append(layer)
        shape = layer.shape_out
    return found
