"""AlexNet, with which convolutional networks won at ImageNet."""

from engine.architectures.parts import RELU, Layers, convolution, dense, pooling
from engine.architectures.ready_made import IMAGENET, ReadyMade
from engine.layers import DropoutDescription
from engine.layers.layer import Form


def alexnet(shape: Form) -> Layers:
    """As it is on one processor (Krizhevsky, 2014): that of 2012 was split between two, whose layers read one half of
    the channels each. The local response normalisation, which has no parameters, is left out."""
    drop = DropoutDescription(rate=0.5)
    return [
        *(convolution(64, 11, 4, 2), RELU, pooling(3, 2)),
        *(convolution(192, 5), RELU, pooling(3, 2)),
        *(convolution(384), RELU, convolution(256), RELU, convolution(256), RELU, pooling(3, 2)),
        *(drop, dense(4096), RELU, drop, dense(4096), RELU),
    ]


ALEXNET = ReadyMade(
    "alexnet",
    "AlexNet",
    "Krizhevsky, Sutskever and Hinton, 2012",
    alexnet,
    trains=False,
    shape_in=IMAGENET,
    n_classes=1000,
)
