"""The parts of which architectures are made, as descriptions."""

from typing import Literal

from engine.initializers import InitializerName
from engine.layers import (
    ActivationDescription,
    BatchNormalizationDescription,
    ConvolutionDescription,
    DenseDescription,
    GlobalAverageDescription,
    PoolingDescription,
)
from engine.layers.description import Description
from engine.layers.window import Padding

RELU, TANH = ActivationDescription(function="relu"), ActivationDescription(function="tanh")
NORMALIZE = BatchNormalizationDescription()
AVERAGE = GlobalAverageDescription()

Layers = list[Description]


def convolution(
    channels: int,
    kernel: int = 3,
    stride: int = 1,
    padding: Padding = "same",
    initializer: InitializerName = "he",
) -> ConvolutionDescription:
    """A convolution with He's initial weights for ReLU (He et al., 2015) by default. A plan may have more channels than
    a network that is trained here."""
    return ConvolutionDescription.model_construct(
        channels=channels, kernel=kernel, stride=stride, padding=padding, initializer=initializer
    )


def dense(units: int, initializer: InitializerName = "he") -> DenseDescription:
    """A dense layer, with the same defaults."""
    return DenseDescription.model_construct(units=units, initializer=initializer)


def pooling(
    kernel: int, stride: int, padding: int = 0, function: Literal["max", "average"] = "max"
) -> PoolingDescription:
    return PoolingDescription(function=function, kernel=kernel, stride=stride, padding=padding)
