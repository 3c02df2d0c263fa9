"""Autoencoders: they reconstruct their input through a bottleneck of two units."""

from engine.architectures.parts import RELU, Layers, convolution, dense
from engine.architectures.ready_made import ReadyMade
from engine.fault import Fault
from engine.layers import ReshapeDescription, TransposedConvolutionDescription
from engine.layers.layer import Form
from engine.layers.window import picture

BOTTLENECK = 2
"""Units: what goes through them can be drawn as a plane."""
CHANNELS = 8


def of_rows(shape: Form) -> Layers:
    """Dense layers: the way down of Hinton and Salakhutdinov's, with fewer units, and the same way up again."""
    down = [128, 32]
    return [
        *[layer for units in down for layer in (dense(units), RELU)],
        dense(BOTTLENECK, "xavier"),
        *[layer for units in reversed(down) for layer in (dense(units), RELU)],
    ]


def of_pictures(shape: Form) -> Layers:
    """Two convolutions halve the picture, and two transposed ones double it again (Masci et al., 2011)."""
    _, height, width = picture(shape)
    if height % 4 or width % 4:
        raise Fault(
            "The sides of the pictures are halved twice: {height} and {width} cannot be.",
            height=height,
            width=width,
        )
    height, width = height // 4, width // 4
    double = TransposedConvolutionDescription(channels=CHANNELS, kernel=2, stride=2, initializer="he")
    return [
        *[convolution(CHANNELS, stride=2), RELU] * 2,
        dense(BOTTLENECK, "xavier"),
        dense(CHANNELS * height * width),
        RELU,
        ReshapeDescription(channels=CHANNELS, height=height, width=width),
        *[double, RELU] * 2,
    ]


AUTOENCODER = ReadyMade(
    "autoencoder", "Autoencoder", "Hinton and Salakhutdinov, 2006", of_rows, is_autoencoder=True
)
AUTOENCODER_CONVOLUTIONAL = ReadyMade(
    "autoencoder_convolutional",
    "Convolutional autoencoder",
    "Masci, Meier, Cireşan and Schmidhuber, 2011",
    of_pictures,
    is_autoencoder=True,
)
