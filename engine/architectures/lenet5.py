"""LeNet-5, which read the digits of cheques."""

from engine.architectures.parts import RELU, TANH, Layers, convolution, dense, pooling
from engine.architectures.ready_made import ReadyMade
from engine.layers.layer import Form
from engine.layers.window import picture

SIDE = 32
"""Digits of 28 by 28 pixels lay in the middle of so many."""


def border(shape: Form) -> int:
    """The padding of the first layer: 2 around MNIST's digits, none around pictures of 32 by 32."""
    _, height, _ = picture(shape)
    return max(0, min(2, (SIDE - height) // 2))


def as_published(shape: Form) -> Layers:
    """Its shapes of 1998: averages, tanh, and a convolution C5 that leaves one pixel of each channel.

    Left out: the two numbers that a pooling layer learned for each channel, the table that let a channel of C3 read
    some of S2's channels only, and the radial output units.
    """
    return [
        convolution(6, 5, padding=border(shape), initializer="xavier"),
        TANH,
        pooling(2, 2, function="average"),
        convolution(16, 5, padding=0, initializer="xavier"),
        TANH,
        pooling(2, 2, function="average"),
        convolution(120, 5, padding=0, initializer="xavier"),
        TANH,
        dense(84, "xavier"),
        TANH,
    ]


def modern(shape: Form) -> Layers:
    """As it is built today: ReLU, the largest of each window, and a dense layer in the place of C5."""
    return [
        convolution(6, 5, padding=border(shape)),
        RELU,
        pooling(2, 2),
        convolution(16, 5, padding=0),
        RELU,
        pooling(2, 2),
        dense(120),
        RELU,
        dense(84),
        RELU,
    ]


LENET5_1998 = ReadyMade(
    "lenet5_1998", "LeNet-5 (1998)", "LeCun, Bottou, Bengio and Haffner, 1998", as_published
)
LENET5 = ReadyMade("lenet5", "LeNet-5", "LeCun, Bottou, Bengio and Haffner, 1998", modern)
