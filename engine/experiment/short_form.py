"""The short form of a network: `hidden` and its companions, expanded into a list of layers."""

from engine.experiment.architecture import Architecture
from engine.layers import (
    ActivationDescription,
    BatchNormalizationDescription,
    CenterLossDescription,
    DenseDescription,
    DropoutDescription,
)
from engine.layers.description import Description


def expanded(network: Architecture, center: CenterLossDescription | None) -> list[Description]:
    """The layers before the output. The centres, if there are any, are those of the last hidden layer's answers."""
    layers: list[Description] = []
    of_each = zip(network.hidden, network.activation_of_layers, network.dropout_rate_of_layers, strict=True)
    for number, (units, activation, rate) in enumerate(of_each, start=1):
        layers.append(DenseDescription(units=units))
        if network.normalization == "batch":
            layers.append(BatchNormalizationDescription())
        layers.append(ActivationDescription(function=activation, slope=network.slope))
        if center is not None and number == len(network.hidden):
            layers.append(center)
        if network.dropout != "none":
            layers.append(DropoutDescription(form=network.dropout, rate=rate))
    return layers
